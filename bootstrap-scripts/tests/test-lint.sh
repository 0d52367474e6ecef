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

test_lint_of_the_parts() {
  cat "$scripts"/halligan-node.d/[0-9]* | diff -u "$halligan_node" - || flunk "halligan-node is not what its parts make: bootstrap-scripts/halligan-node.d/join"
  same "$(wc -l "$scripts"/halligan-node.d/[0-9]* | awk '$2 != "total" && $1 > 180 { print $2 }')" "" "parts of more than 180 lines"
}
