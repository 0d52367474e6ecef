# shellcheck shell=bash
# Removing a cluster with everything it left on the host.

# Nested cgroups outlive their container on cgroup v1.
remove_cgroups() {
  local id=$1
  find /sys/fs/cgroup -depth -type d -path "*$id*" -exec rmdir {} + 2>/dev/null || true
}

remove_cluster() {
  local name=$1 nodes ids id
  mapfile -t nodes < <(nodes_of "$name")
  if [ ${#nodes[@]} -gt 0 ]; then
    mapfile -t ids < <(engine inspect -f '{{.Id}}' "${nodes[@]}")
    remove_nodes "${nodes[@]}"
    for id in "${ids[@]}"; do remove_cgroups "$id"; done
    say "removed cluster $name"
  else
    say "no cluster $name is running"
  fi
  remove_volumes "$name"
  rm -rf "$(home_of "$name")"
}
