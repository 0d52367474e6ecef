# shellcheck shell=bash disable=SC2154,SC2034 # node.sh uses image_programs
# The container images a cluster runs, built from the lab's own programs without a registry.
# Every image has exactly one layer, so that it unpacks without stacking one overlay on another.

image_programs=(kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubeadm etcd coredns kube-router pause vegeta)

# kubeadm_name PROGRAM: the name and tag kubeadm expects.
kubeadm_name() { "$bin/kubeadm" config images list --kubernetes-version "v$K8S" 2>/dev/null | grep "/$1:"; }

# put_program FOLDER PROGRAM...
put_program() {
  local root=$1
  shift
  mkdir -p "$root/usr/local/bin" "$root/tmp"
  local program
  for program in "$@"; do ln "$bin/$program" "$root/usr/local/bin/" 2>/dev/null || cp "$bin/$program" "$root/usr/local/bin/"; done
}

# put_with_libraries DEBIAN FOLDER FILE...: files and the shared libraries they load.
put_with_libraries() {
  local debian=$1 root=$2 file library
  shift 2
  for file in "$@"; do
    install -D "$debian$file" "$root$file"
    while read -r library; do install -D "$debian$library" "$root$library"; done < <(chroot "$debian" ldd "$file" | grep -oE '/[^ ]+')
  done
}

# put_network_tools DEBIAN FOLDER: what kube-proxy and kube-router call.
put_network_tools() {
  local debian=$1 root=$2 name statistic
  # the one module that needs a library of its own: kube-proxy spreads over endpoints with it
  statistic=$(cd "$debian" && echo usr/lib/*-linux-gnu/xtables/libxt_statistic.so)
  put_with_libraries "$debian" "$root" "/$statistic" /usr/sbin/xtables-nft-multi /usr/sbin/nft /usr/sbin/ipset /usr/sbin/conntrack /usr/bin/ip /usr/bin/kmod /usr/bin/dash
  mkdir -p "$root"/{bin,sbin,run,etc} "$root/usr/lib/x86_64-linux-gnu"
  cp -a "$debian"/usr/lib/*-linux-gnu/xtables "$root/usr/lib/x86_64-linux-gnu/"
  for name in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do ln -sf xtables-nft-multi "$root/usr/sbin/$name"; done
  ln -sf /usr/bin/kmod "$root/sbin/modprobe"
  ln -sf /usr/bin/dash "$root/bin/sh"
  ln -sf /usr/bin/ip "$root/sbin/ip"
}

# make_image NAME FOLDER [ENTRYPOINT]
make_image() {
  local entrypoint=${3:+ENTRYPOINT [\"$3\"]}
  printf 'FROM scratch\nENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nCOPY . /\n%s\n' "$entrypoint" |
    build_one_layer -t "$1" -f - "$2" >/dev/null
  made+=("$1")
}

# tools_image WORK DEBIAN: lab.local/tools:1, what drills run inside pods.
tools_image() {
  local context=$1/tools applet
  put_program "$context" vegeta
  install -D "$2/usr/bin/busybox" "$context/bin/busybox"
  while read -r applet; do ln -sf busybox "$context/bin/$applet"; done <"$lab/tools-image/applets"
  build_one_layer -t lab.local/tools:1 -f "$lab/tools-image/Containerfile" "$context" >/dev/null
  made+=(lab.local/tools:1)
}

# images_build ARCHIVE WORK: every image into one archive.
images_build() {
  local archive=$1 work=$2 debian program
  made=()
  debian=$(image_tree "$(debian_image)" "$work")
  for program in kube-apiserver kube-controller-manager kube-scheduler; do
    put_program "$work/$program" "$program"
    make_image "$(kubeadm_name "$program")" "$work/$program"
  done
  put_program "$work/etcd" etcd
  make_image "$(kubeadm_name etcd)" "$work/etcd"
  put_program "$work/pause" pause
  make_image "$(kubeadm_name pause)" "$work/pause" /usr/local/bin/pause
  put_program "$work/coredns" coredns
  install -D "$debian/etc/ssl/certs/ca-certificates.crt" "$work/coredns/etc/ssl/certs/ca-certificates.crt"
  make_image "$(kubeadm_name coredns)" "$work/coredns" /usr/local/bin/coredns
  for program in kube-proxy kube-router; do
    put_network_tools "$debian" "$work/$program"
    put_program "$work/$program" "$program"
  done
  make_image "$(kubeadm_name kube-proxy)" "$work/kube-proxy"
  make_image "lab.local/kube-router:v$KUBE_ROUTER" "$work/kube-router" /usr/local/bin/kube-router
  tools_image "$work" "$debian"
  drop_image_tree "$(debian_image)"
  save_images "$archive" "${made[@]}"
  engine rmi -f "${made[@]}" >/dev/null
}
