# shellcheck shell=bash disable=SC2154 # lab and what common.sh and its neighbours set
# The node image: Debian, the node's own files and programs, and every container image already unpacked.

node_image() { echo "localhost/halligan/node:$(node_digest)"; }

# Programs come from programs/, so their go.mod and go.sum stand for them.
node_digest() { digest versions.env programs node tools-image lib/debian.sh lib/images.sh lib/node.sh lib/published.sh; }

node_programs=(containerd containerd-shim-runc-v2 ctr kubelet kubeadm kubectl bridge loopback host-local portmap)

# unpack_images ARCHIVE ROOT WORK: lets a containerd of our own fill ROOT/var/lib/containerd.
unpack_images() {
  local archive=$1 root=$2 work=$3 pid
  mkdir -p "$root/var/lib/containerd"
  printf 'version = 3\nroot = "%s"\nstate = "%s"\ndisabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime", "io.containerd.nri.v1.nri"]\n[grpc]\n  address = "%s"\n' \
    "$root/var/lib/containerd" "$work/state" "$work/sock" >"$work/containerd.toml"
  PATH=$bin:$PATH "$bin/containerd" --config "$work/containerd.toml" >"$cache/containerd.log" 2>&1 &
  pid=$!
  until "$bin/ctr" -a "$work/sock" version >/dev/null 2>&1; do
    kill -0 "$pid" || die "containerd did not start (see $cache/containerd.log)" "no cluster was touched" "mend its cause and run this again"
    sleep 0.2
  done
  # Layers already unpacked are dead weight, and every node copies all of /var when it starts.
  "$bin/ctr" -a "$work/sock" -n k8s.io images import --local --snapshotter overlayfs --discard-unpacked-layers "$archive" >>"$cache/containerd.log" 2>&1
  "$bin/ctr" -a "$work/sock" -n k8s.io content prune references >>"$cache/containerd.log" 2>&1
  kill "$pid"
  wait "$pid" || true
}

# put_node_files ROOT: everything on the node that is not Debian's.
put_node_files() {
  local root=$1 program
  cp -a "$lab/node/." "$root/"
  sed -i "s#@PAUSE@#$(kubeadm_name pause)#" "$root/etc/containerd/config.toml"
  mkdir -p "$root"/{usr/local/bin,usr/bin,opt/cni/bin,etc/cni/net.d}
  for program in "${node_programs[@]}"; do
    case $program in
      kube*) install "$bin/$program" "$root/usr/bin/" ;;
      bridge | loopback | host-local | portmap) install "$bin/$program" "$root/opt/cni/bin/" ;;
      *) install "$bin/$program" "$root/usr/local/bin/" ;;
    esac
  done
  echo "v$K8S" >"$root/kind/version"
}

# end_build WORK: however a build ends, nothing of it runs on, stays mounted or lies about.
end_build() {
  local job
  trap '' INT TERM HUP
  for job in $(jobs -p); do kill -- "-$job" 2>/dev/null || kill "$job" 2>/dev/null || true; done
  wait
  drop_image_tree "$(debian_image)" 2>/dev/null || true
  rm -rf "$1"
}

node_build() {
  local image work debian_pid
  image=$(node_image)
  image_exists "$image" && return
  work=$(mktemp -d "$cache/build.XXXXXX")
  # shellcheck disable=SC2064 # the folder is known now
  trap "end_build '$work'" EXIT
  trap 'exit 130' INT TERM HUP
  set -m # a process group of its own, so that end_build reaches all of it
  debian_build </dev/null &
  debian_pid=$!
  set +m
  "$lab/binaries" "${image_programs[@]}" "${node_programs[@]}" kind >/dev/null
  wait "$debian_pid"
  say "building container images"
  images_build "$work/images.tar" "$work"
  say "building the node image"
  unpack_images "$work/images.tar" "$work/root" "$work"
  put_node_files "$work/root"
  printf 'FROM %s\nCOPY . /\nENV container=docker\nSTOPSIGNAL SIGRTMIN+3\nENTRYPOINT ["/usr/local/bin/entrypoint"]\n' "$(debian_image)" |
    build_one_layer -t "$image" -f - "$work/root" >/dev/null
  forget_old_nodes
}

# The newest two stay: two worktrees may differ. An image in use is never removed.
forget_old_nodes() {
  local image
  engine images --filter reference=localhost/halligan/node --format '{{.Repository}}:{{.Tag}}' | tail -n +3 |
    while read -r image; do engine rmi "$image" >/dev/null 2>&1 || true; done
}
