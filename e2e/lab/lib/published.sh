# shellcheck shell=bash disable=SC2154 # lab and what common.sh and its neighbours set
# The short way: kind's published node image, where a registry answers and the host grants CAP_SYS_RESOURCE.

# Asked for a manifest only, and remembered for a day: a host without a registry would wait for the timeout every time.
registry_answers() {
  local memory=$cache/registry-answers
  if [ -z "$(find "$memory" -mmin -1440 2>/dev/null)" ]; then
    if timeout 20 "$HALLIGAN_ENGINE" manifest inspect "docker.io/kindest/node:v$K8S" >/dev/null 2>&1; then echo yes; else echo no; fi >"$memory"
  fi
  [ "$(cat "$memory")" = yes ]
}

# Bit 24 of the effective capabilities: kind's own image lowers oom_score_adj and raises limits.
may_raise_limits() { (((0x$(awk '/^CapEff/ {print $2}' /proc/self/status) >> 24) & 1)); }

# try_published: in a process of its own, so that what fails there leaves the long way open.
try_published() {
  may_raise_limits && registry_answers || return 1
  HALLIGAN_LAB_IMAGE=published "$lab/build" || { say "the published node image cannot be used here; building one instead" && return 1; }
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
