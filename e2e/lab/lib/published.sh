# shellcheck shell=bash disable=SC2154 # lab and what common.sh and its neighbours set
# The short way, for who asks for it: kind's published node image, which needs a registry and CAP_SYS_RESOURCE.

use_published() {
  case ${HALLIGAN_LAB_IMAGE:-build} in
    build) return 1 ;;
    published) return 0 ;;
    *) die "HALLIGAN_LAB_IMAGE is '$HALLIGAN_LAB_IMAGE'" "nothing was built" "set it to build or published" ;;
  esac
}

published_image() { echo "localhost/halligan/published-node:$(node_digest)"; }

# What clusters need beside the node image; up loads it into each node.
published_extras() { echo "$cache/images/published-$(node_digest).tar"; }

published_build() {
  local image work
  image=$(published_image)
  image_exists "$image" && [ -e "$(published_extras)" ] && return
  "$lab/binaries" kind bridge vegeta >/dev/null
  debian_build
  work=$(mktemp -d "$cache/build.XXXXXX")
  # shellcheck disable=SC2064 # the folder is known now
  trap "end_build '$work'" EXIT
  trap 'exit 130' INT TERM HUP
  mkdir -p "$work/node" "$cache/images"
  cp "$bin/bridge" "$work/node/"
  build_image -t "$image" -f - "$work/node" >/dev/null <<EOF
FROM docker.io/kindest/node:v$K8S
RUN apt-get update -q && apt-get install -qy --no-install-recommends openssh-server nftables conntrack iproute2 jq procps curl openssl \\
 && systemctl disable ssh && rm -rf /var/lib/apt/lists /etc/ssh/ssh_host_*
COPY bridge /opt/cni/bin/
EOF
  made=()
  engine pull -q "docker.io/cloudnativelabs/kube-router:v$KUBE_ROUTER" >/dev/null
  engine tag "docker.io/cloudnativelabs/kube-router:v$KUBE_ROUTER" "lab.local/kube-router:v$KUBE_ROUTER"
  tools_image "$work" "$(image_tree "$(debian_image)" "$work")"
  save_images "$(published_extras)" "lab.local/kube-router:v$KUBE_ROUTER" "${made[@]}"
}
