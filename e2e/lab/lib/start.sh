# shellcheck shell=bash disable=SC2154 # lab and what common.sh and its neighbours set
# Starting a cluster and making it ready.

# The management cluster must keep answering while the target drowns on the same cores.
declare -A cpu_weight=([management]=4096 [target]=256)

kubectl_in() { "$bin/kubectl" --kubeconfig "$(home_of "$1")/kubeconfig" "${@:2}"; }

# is_wreck NAME MEND: nobody can use what is left after the machine or a caller was stopped. With MEND one dead node is enough.
is_wreck() {
  local node dead=0 alive=0
  [ "$(role_of "$1")" != half-made ] || return 0
  for node in $(nodes_of "$1"); do
    if node_runs "$node"; then alive=$((alive + 1)); else dead=$((dead + 1)); fi
  done
  if "$2"; then [ $dead -gt 0 ]; else [ $alive = 0 ]; fi
}

# refuse_unlike NAME ROLE: a cluster that is there must be whole and of the role asked for.
refuse_unlike() {
  local name=$1 role=$2 node
  for node in $(nodes_of "$name"); do
    node_runs "$node" ||
      die "node $node of the cluster '$name' does not run" "the cluster was left as it is" "start it with --mend, or remove it with e2e/lab/down $name"
  done
  [ "$(role_of "$name")" = "$role" ] ||
    die "the cluster '$name' is there as $(role_of "$name"), not as $role" "the cluster was left as it is" "use another name, or remove it with e2e/lab/down $name"
}

# Whoever is interrupted while kind works leaves nodes behind; the role is written when they are whole.
remove_half_made() {
  trap '' INT TERM HUP
  [ "$(role_of "$1")" != half-made ] || remove_cluster "$1"
}

create_cluster() {
  local name=$1 role=$2 image=$3 home log=$cache/kind-$1.log
  home=$(home_of "$name")
  mkdir -p "$home"
  # shellcheck disable=SC2064 # the name is known now
  trap "remove_half_made '$name'" EXIT
  trap 'exit 130' INT TERM HUP
  "$bin/kind" create cluster --name "$name" --image "$image" --config "$lab/kind/$role.yaml" --wait 0s --kubeconfig "$home/kubeconfig" \
    >"$log" 2>&1 || die "kind could not start '$name': $(grep -m1 ERROR "$log")" "its nodes were removed again" "read $log"
  echo "$role" >"$home/role"
}

# write_access NAME: kubeconfigs by address, for a host that resolves no node names.
write_access() {
  local name=$1 home control_plane server file
  home=$(home_of "$name")
  control_plane=$(control_plane_of "$name")
  server="https://$(node_address "$control_plane"):6443"
  for file in admin:kubeconfig super-admin:kubeconfig-super; do
    (umask 077 && engine exec "$control_plane" cat "/etc/kubernetes/${file%%:*}.conf" | sed "s#server: .*#server: $server#" >"$home/.new")
    mv "$home/.new" "$home/${file#*:}"
  done
  nodes_json "$name" >"$home/nodes.json"
}

weigh_nodes() {
  local name=$1 role=$2 node
  for node in $(nodes_of "$name"); do engine update --cpu-shares "${cpu_weight[$role]}" "$node" >/dev/null; done
}

start_cluster() {
  local name=$1 role=$2 image=$3 mend=$4 started=$SECONDS
  if [ -n "$(nodes_of "$name")" ] && is_wreck "$name" "$mend"; then
    say "making '$name' anew: not all of it runs"
    remove_cluster "$name"
  fi
  if [ -n "$(nodes_of "$name")" ]; then
    refuse_unlike "$name" "$role"
  else
    create_cluster "$name" "$role" "$image"
    [[ $image != */published-node:* ]] || "$lab/load" "$name" "$(published_extras)"
  fi
  write_access "$name"
  weigh_nodes "$name" "$role"
  sed "s/@KUBE_ROUTER@/$KUBE_ROUTER/" "$lab/manifests/kube-router.yaml" | kubectl_in "$name" apply -f - >/dev/null
  kubectl_in "$name" wait --for=condition=Ready nodes --all --timeout=180s >/dev/null
  kubectl_in "$name" -n kube-system rollout status deployment/coredns --timeout=120s >/dev/null
  say "cluster $name ($role) is ready after $((SECONDS - started)) s"
}
