# shellcheck shell=bash disable=SC2154 # lab comes from prepare.sh
# Puts a hosted control plane and its clients into the management cluster and enrols it. Sourced by e2e/drill after
# prepare.sh. Everything here can be run again on a kept cluster.

: "${root:?}" "${cache:?}"

# Among the first 256 addresses of the management cluster's Services, which it gives to nobody who does not ask.
hosted_address=10.97.0.100
hosted_files=$root/e2e/scenarios/hosted-storm
hosted_home=$cache/clusters/management/tenant-a

at_management() { kubectl_of management "$@"; }

at_hosted() { kubectl_of management/tenant-a --request-timeout 30s "$@"; }

apply() { "$@" apply --server-side --force-conflicts --field-manager drill -f - >/dev/null; }

# hosted_up POLICIES: enforced or ignored, by the management cluster's network
hosted_up() {
  # A drowning target of another drill would take the CPU that this one measures.
  "$lab/down" target
  PATH=$("$lab/binaries" kubectl kwok | tail -1):$PATH
  "$lab/up" management --role management >/dev/null
  policies_are "$1"
  say "putting the hosted control plane into the management cluster"
  "$root/e2e/lib/hosted-certificates" "$hosted_home" "$hosted_address"
  route_to_hosted
  control_plane_up
  apply at_hosted <"$hosted_files/hosted.yaml"
  clients_up
}

# hosted_down: what a kept hosted drill has left would take the CPU that another drill measures.
hosted_down() {
  [ -e "$hosted_home" ] || return 0
  say "removing the hosted control plane of an earlier drill"
  at_management delete namespace tenant-a tenant-a-clients --ignore-not-found --timeout=120s >/dev/null
  rm -rf "$hosted_home"
}

# policies_are enforced|ignored: kube-router's policy engine; what it has left in iptables would be enforced for ever.
policies_are() {
  local firewall=true chain
  [ "$1" = enforced ] || firewall=false
  at_management -n kube-system patch daemonset kube-router --type json \
    -p "[{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/0/args/1\", \"value\": \"--run-firewall=$firewall\"}]" >/dev/null
  at_management -n kube-system rollout status daemonset/kube-router --timeout=120s >/dev/null
  [ "$firewall" = false ] || return 0
  for chain in KUBE-ROUTER-INPUT KUBE-ROUTER-FORWARD KUBE-ROUTER-OUTPUT; do
    engine exec "$(management_node)" iptables -w 10 -F "$chain" 2>/dev/null || true
  done
  say "the management cluster's network ignores NetworkPolicies now"
}

management_node() { nodes management control-plane name | head -1; }

# This machine reaches the Service through the node, as an administrator's machine would through a load balancer.
route_to_hosted() {
  need_commands ip:iproute2
  ip route replace "$hosted_address/32" via "$(nodes management control-plane address | head -1)"
}

# image_of COMPONENT: what the management cluster itself runs, which is on its node
image_of() { at_management -n kube-system get pod -l "component=$1" -o 'jsonpath={.items[0].spec.containers[0].image}'; }

# secret NAMESPACE NAME KEY=FILE...: made, or brought up to date
secret() {
  at_management create secret generic "$2" -n "$1" "${@:3}" --dry-run=client -o yaml | apply at_management
}

control_plane_manifests() {
  sed -e "s#@ADDRESS@#$hosted_address#" -e "s#@ETCD@#$(image_of etcd)#" -e "s#@KUBE_APISERVER@#$(image_of kube-apiserver)#" \
    -e "s#@KUBE_CONTROLLER_MANAGER@#$(image_of kube-controller-manager)#" -e "s#@KUBE_SCHEDULER@#$(image_of kube-scheduler)#" \
    "$hosted_files/control-plane.yaml"
}

control_plane_up() {
  local workload deadline=$((SECONDS + 120))
  printf 'apiVersion: v1\nkind: Namespace\nmetadata: {name: tenant-a}\n' | apply at_management
  secret tenant-a certificates --from-file="$hosted_home"
  control_plane_manifests | apply at_management
  for workload in statefulset/etcd deployment/kube-apiserver deployment/kube-controller-manager deployment/kube-scheduler; do
    at_management -n tenant-a rollout status "$workload" --timeout=300s >/dev/null ||
      die "$workload of the hosted control plane did not become ready" "the cluster is as it is" "run again with --keep and look at its pods in namespace tenant-a"
  done
  until at_hosted get --raw /readyz >/dev/null 2>&1; do
    [ $SECONDS -lt $deadline ] ||
      die "the hosted API server does not answer at https://$hosted_address:6443" "the cluster is as it is" "run again with --keep and look at 'ip route get $hosted_address'"
    sleep 1
  done
}

# put_on_node PROGRAM: beside the node's own; pods mount it from there, so that no image has to be made
put_on_node() {
  # shellcheck disable=SC2016 # $1 is the node's
  engine exec -i "$(management_node)" sh -c 'cat >"$1.new" && chmod 755 "$1.new" && mv "$1.new" "$1"' put "/usr/local/bin/$1" <"$bin/$1"
}

clients_up() {
  put_on_node kwok
  printf 'apiVersion: v1\nkind: Namespace\nmetadata: {name: tenant-a-clients}\n' | apply at_management
  secret tenant-a-clients kubelets --from-file=kubeconfig="$hosted_home/kubelets.kubeconfig"
  at_management create configmap kwok -n tenant-a-clients --from-file=kwok.yaml="$hosted_files/kwok.yaml" --dry-run=client -o yaml |
    apply at_management
  apply at_management <"$hosted_files/clients.yaml"
  at_management -n tenant-a-clients rollout status deployment/kubelets --timeout=120s >/dev/null
  at_management -n tenant-a-clients rollout status deployment/ordinary --timeout=120s >/dev/null
  at_hosted wait --for=condition=Ready nodes --all --timeout=120s >/dev/null
}

# enroll_hosted AS: hosted, or managed as a cloud's cluster would be
enroll_hosted() {
  local gateway kubelets pods kind=(--hosted tenant-a/kube-apiserver)
  [ "$1" = hosted ] || kind=(--managed)
  say "enrolling the hosted cluster (controlPlane.$1)"
  gateway=$(engine exec "$(management_node)" ip -4 route show default | awk '{print $3; exit}')
  kubelets=$(at_management -n tenant-a-clients get pod -l app=kubelets --field-selector status.phase=Running -o 'jsonpath={.items[0].status.podIP}')
  pods=$(at_management get node "$(management_node)" -o 'jsonpath={.spec.podCIDR}')
  "$root/bootstrap-scripts/enroll-cluster" --name target --namespace halligan --mode Observe \
    --management-kubeconfig "$cache/clusters/management/kubeconfig-super" \
    --target-kubeconfig "$hosted_home/kubeconfig-super" \
    --ca-cert "$hosted_home/ca.crt" --ca-key "$hosted_home/ca.key" \
    "${kind[@]}" --endpoint "https://$hosted_address:6443" --admin-cidr "$gateway/32" \
    --client "nodes=$kubelets/32" --client "pods=$pods" >&2
}
