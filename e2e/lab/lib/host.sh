# shellcheck shell=bash disable=SC2154 # lab and what common.sh and its neighbours set
# What clusters need of the host: root, Debian, an engine and a few kernel settings.

export CONTAINERS_CONF=$cache/containers.conf

need_host() {
  [ "$(id -u)" = 0 ] || die "clusters need root (mounts, cgroups, nftables)" "nothing was changed" "run it as root or with sudo -E"
  command -v apt-get >/dev/null || die "this is not Debian or a relative of it: apt-get is missing" "nothing was changed" "use a Debian or Ubuntu machine or container"
}

install_packages() {
  need_engine
  need_commands mmdebstrap:mmdebstrap nft:nftables iptables:iptables conntrack:conntrack jq:jq ssh:openssh-client \
    /usr/share/keyrings/debian-archive-keyring.gpg:debian-archive-keyring
}

# Without CAP_SYS_RESOURCE limits can only be lowered (podman lowers its own nproc to 32768), and crun refuses the mixed cgroup v1 layout.
configure_podman() {
  mkdir -p /lib/modules # kind mounts it
  printf '[containers]\ndefault_ulimits = ["nofile=%s:%s", "nproc=%s:%s"]\n[engine]\nruntime = "runc"\n' \
    "$(hard -n 1048576)" "$(hard -n 1048576)" "$(hard -u 30000)" "$(hard -u 30000)" >"$CONTAINERS_CONF.new"
  mv "$CONTAINERS_CONF.new" "$CONTAINERS_CONF"
}

# hard OPTION MOST: this process's hard limit, at most MOST.
hard() {
  local limit
  limit=$(ulimit -H "$1")
  [ "$limit" != unlimited ] && [ "$limit" -lt "$2" ] && echo "$limit" || echo "$2"
}

# Each node runs systemd, containerd and a kubelet, and all share the host's inotify budget.
raise_inotify() {
  local pair name least
  for pair in max_user_instances:1024 max_user_watches:524288; do
    name=/proc/sys/fs/inotify/${pair%%:*} least=${pair#*:}
    [ "$(cat "$name")" -ge "$least" ] && continue
    { echo "$least" >"$name"; } 2>/dev/null || say "could not set $name to $least: nodes may report 'too many open files'"
  done
}

# Docker sets FORWARD to DROP; pod traffic bridged between nodes would vanish silently.
forward_rule() { # forward_rule -C|-I|-D
  local bridge
  bridge=$(bridge_name) && [ -n "$bridge" ] || return 1
  iptables -w 10 "$1" FORWARD -i "$bridge" -o "$bridge" -m comment --comment halligan-lab -j ACCEPT 2>/dev/null
}

ensure_network() {
  network_exists || engine network create "$network" >/dev/null
  iptables -S FORWARD 2>/dev/null | grep -q '^-P FORWARD DROP' || return 0
  forward_rule -C || forward_rule -I
}

remove_network() {
  network_exists || return 0
  while forward_rule -D; do :; done
  engine network rm "$network" >/dev/null
}

prepare_host() {
  need_host
  install_packages
  configure_podman
  raise_inotify
}
