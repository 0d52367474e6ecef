# shellcheck shell=bash disable=SC2154 # tests, scripts and place are set by ../test and world.sh
# The linter and the interpreters themselves have nothing to say.

test_lint() {
  local file
  cd "$scripts" || return
  shellcheck -x halligan-node install-node uninstall-node enroll-cluster test tests/*.sh tests/node-init tests/fake-kubelet
  head -n 1 halligan-node | grep -qx '#!/bin/sh'
  for file in dash "bash --posix" "busybox sh"; do
    ! command -v "${file%% *}" >/dev/null || $file -n halligan-node
  done
  ! grep -nE '^ *(\.|source|eval) ' halligan-node || flunk "halligan-node sources or evaluates something"
}
