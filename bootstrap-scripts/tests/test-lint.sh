# shellcheck shell=bash disable=SC2154 # tests, scripts and place are set by ../test and world.sh
# halligan-node is what any sh on a node can run; what shellcheck says of it and all others, .ci/lint asks.

test_lint() {
  local file
  cd "$scripts" || return
  head -n 1 halligan-node | grep -qx '#!/bin/sh'
  for file in dash "bash --posix" "busybox sh"; do
    ! command -v "${file%% *}" >/dev/null || $file -n halligan-node
  done
  ! grep -nE '^ *(\.|source|eval) ' halligan-node || flunk "halligan-node sources or evaluates something"
}
