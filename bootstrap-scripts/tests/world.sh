# shellcheck shell=bash disable=SC2154 # tests, scripts and pattern are set by ../test
# A control-plane node and its clients as network namespaces on one bridge. The node also has its own processes and its
# own /run, /var/lib, /var/log, /etc, /home and /usr/local/sbin, so that the scripts run with their real paths.
#
#   node 10.77.0.1 fd77::1 · admin 10.77.1.10 · n1 10.77.2.1 · n2 10.77.2.2 · offender 10.77.3.66 · crowd 10.77.9.0/24

world=hn$$
python=$(python3 -c "import sys; print(sys.executable)")
node_address=10.77.0.1

add_client() { # add_client NAME ADDRESS...
  local name=$1 address
  shift
  ip netns add "$world-$name"
  ip link add "v$$$name" netns "$world-cp" type veth peer name eth0 netns "$world-$name"
  ip -n "$world-cp" link set "v$$$name" master br0 up
  ip -n "$world-$name" link set lo up
  ip -n "$world-$name" link set eth0 up
  for address; do
    case $address in *:*) ip -n "$world-$name" addr add "$address" dev eth0 nodad ;; *) ip -n "$world-$name" addr add "$address" dev eth0 ;; esac
  done
}

world_up() {
  local n crowd=()
  place=$(mktemp -d "${TMPDIR:-/tmp}/halligan-test.XXXXXX")
  ip netns add "$world-cp"
  ip -n "$world-cp" link set lo up
  ip -n "$world-cp" link add br0 type bridge
  ip -n "$world-cp" addr add "$node_address/16" dev br0
  ip -n "$world-cp" addr add fd77::1/64 dev br0 nodad
  ip -n "$world-cp" link set br0 up
  for n in $(seq 0 255); do crowd+=("10.77.9.$n/16"); done
  add_client ad 10.77.1.10/16 fd77::1:10/64
  add_client n1 10.77.2.1/16 fd77::2:1/64
  add_client n2 10.77.2.2/16 fd77::2:2/64
  add_client of 10.77.3.66/16 fd77::3:66/64
  add_client cr "${crowd[@]}"
  start_node
}

start_node() {
  mkfifo "$place/ready"
  nsenter --net="/run/netns/$world-cp" unshare --mount --pid --fork --kill-child --mount-proc \
    "$tests/node-init" "$place" >"$place/node.log" 2>&1 &
  node_unshare=$!
  # Opened for both, so that a node that cannot start is noticed: a reader alone would wait for a writer for ever.
  read -r -t 30 _ <>"$place/ready" || { cat "$place/node.log" >&2; echo "the node did not start; nothing was tested" >&2; exit 1; }
  node_pid=$(pgrep -P "$node_unshare")
}

control_groups() { # control_groups CONTROLLER: where a v1 controller is, else the one v2 tree
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then echo /sys/fs/cgroup; else echo "/sys/fs/cgroup/$1"; fi
}

sweep_groups() { # those that a test's processes ran in
  local controller
  for controller in cpu memory; do
    find "$(control_groups $controller)/halligan-test-$$" -depth -type d -exec rmdir {} + 2>/dev/null || :
  done
}

world_down() {
  trap '' INT TERM
  [ -z "${node_unshare-}" ] || { kill -KILL "$node_unshare" && wait "$node_unshare"; } 2>/dev/null || :
  local name pid
  for name in cp ad n1 n2 of cr; do
    [ -e "/run/netns/$world-$name" ] || continue
    for pid in $(ip netns pids "$world-$name"); do kill -KILL "$pid" 2>/dev/null || :; done
    ip netns del "$world-$name"
  done
  wait
  sweep_groups
  [ -z "${place-}" ] || rm -rf "$place"
}

on_node() { # on_node COMMAND...: as root on the node, with a clean environment
  nsenter -t "$node_pid" --mount --pid --net env -i PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
    HALLIGAN_MIN_TTL="${min_ttl-1}" HALLIGAN_HOST="${host_size-16 33554432}" ${SSH_CONNECTION:+"SSH_CONNECTION=$SSH_CONNECTION"} \
    ${HALLIGAN_PATH:+"HALLIGAN_PATH=$HALLIGAN_PATH"} "$@"
}

on_node_detached() { on_node setsid "$@" </dev/null >/dev/null 2>&1 & }

client() { # client NAME COMMAND...
  local name=$1
  shift
  nsenter --net="/run/netns/$world-$name" "$@"
}

tcp() { # tcp CLIENT WHAT ...: what tests/tcp.py says
  local name=$1
  shift
  client "$name" "$python" "$tests/tcp.py" "$@"
}

hold() { # hold NAME CLIENT HOST PORT SECONDS [silent]: in the background; what becomes of it is in $place/NAME, and nothing of an earlier one
  rm -f "$place/$1"
  tcp "$2" hold "${@:3}" >"$place/$1" &
}

reset_node() { # as freshly installed, nothing running but what node-init started
  quiet on_node kill -KILL -- -1 || : # all of the node but its init; ends itself too
  until_true 5 deaf
  on_node nft delete table inet halligan 2>/dev/null || :
  on_node rm -rf /run/halligan /var/lib/halligan /var/log/pods /run/kubelet /run/systemd
  on_node find /etc/kubernetes -mindepth 1 -delete
  on_node mkdir -p /etc/kubernetes/manifests /var/log/pods
  on_node cp "$tests/fixtures/kube-apiserver.yaml" "$tests/fixtures/kube-controller-manager.yaml" /etc/kubernetes/manifests/
}

start_program() { # start_program NAME PORT WHAT ...: tests/tcp.py by that name; it listens on the port
  mkdir -p "$place/programs"
  [ -x "$place/programs/$1" ] || cp "$(readlink -f "$python")" "$place/programs/$1"
  on_node_detached "$place/programs/$1" "$tests/tcp.py" "${@:3}"
  until_true 20 listening "$2"
}

start_server() { start_program kube-apiserver "${1-6443}" serve "${1-6443}"; } # echoes

listening() { [ -n "$(on_node ss -Hltn "sport = :$1")" ]; }

deaf() { [ -z "$(on_node ss -Hltn ${1:+"sport = :$1"})" ]; } # deaf [PORT]: what was killed may listen on a while
