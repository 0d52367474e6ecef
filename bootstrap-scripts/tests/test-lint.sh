# shellcheck shell=bash disable=SC2154 # tests, scripts and place are set by ../test and world.sh
# halligan-node is what any sh on a node can run; what shellcheck says of it and all others, .ci/lint asks.

test_lint() {
  local shell
  head -n 1 "$halligan_node" | grep -qx '#!/bin/sh'
  for shell in dash "bash --posix" "busybox sh"; do
    ! command -v "${shell%% *}" >/dev/null || $shell -n "$halligan_node"
  done
  ! grep -nE '^ *(\.|source|eval) ' "$halligan_node" || flunk "halligan-node sources or evaluates something"
}

test_lint_of_the_parts() {
  local parts=("$scripts"/halligan-node.d/[0-9]*.sh)
  cat "${parts[@]}" | diff -u "$halligan_node" - || flunk "join names other parts than lie beside it"
  same "$(wc -l "${parts[@]}" | awk '$2 != "total" && $1 > 180 { print $2 }')" "" "parts of more than 180 lines"
  same "$(awk 'length > 120 { print FILENAME ":" FNR }' "${parts[@]}")" "" "lines of more than 120 characters"
}
