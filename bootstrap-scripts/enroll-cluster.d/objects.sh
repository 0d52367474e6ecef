# shellcheck shell=bash disable=SC2154 # the options are variables of enroll-cluster, which sources this
# What is stored in the management cluster.

joined() { local IFS=,; echo "$*"; }

quoted() { sed 's/.*/"&"/' | paste -sd,; } # lines as a YAML list's items

protected_cluster() {
  local index=0 each label annotations=''
  [ -z "$enforcement" ] || annotations=", annotations: {halligan.dev/network-policy: $enforcement}"
  cat <<END
apiVersion: halligan.dev/v1alpha1
kind: ProtectedCluster
metadata: {name: $name, namespace: $namespace$annotations}
spec:
  mode: $mode
  access:
    admin: {secretRef: {name: $name-admin}}
    ordinary: {secretRef: {name: $name-ordinary}}
    endpoints:
END
  for each in "${endpoints[@]}"; do
    case ",$(joined "${nodes[@]}")," in *",$(host_of "$each"),"*) label="cp" ;; *) label="balancer" ;; esac
    echo "    - {name: $label-$index, url: \"$each\", serverName: $server_name}"
    index=$((index + 1))
  done
  echo "  controlPlane:"
  "${kind}_plane"
  echo "  admins: {cidrs: [$(printf '%s\n' "${admins[@]}" | quoted)]}"
  [ ${#clients[@]} -gt 0 ] || return 0
  echo "  clients:"
  for each in "${clients[@]}"; do
    echo "  - {name: ${each%%=*}, cidrs: [$(tr , '\n' <<<"${each#*=}" | quoted)]}"
  done
}

withheld_secret() { # withheld_secret NAME KEY...
  printf -- '---\napiVersion: v1\nkind: Secret\nmetadata: {name: %s, namespace: %s}\ndata:\n' "$1" "$namespace"
  printf '  %s: (withheld)\n' "${@:2}"
}

signer() {
  if [ -n "$admin_kubeconfig" ]; then
    echo "in system:masters: that of $admin_kubeconfig"
  else
    echo "O=system:masters, CN=halligan-admin, $days days," \
      "$([ -n "$ca_key" ] && echo "signed with $ca_key" || echo 'asked of the CSR API')"
  fi
}

managed_plane() { echo "    managed: {}"; }

print_plan() {
  echo "# in the target"
  target_objects
  echo "# a client certificate $(signer)"
  echo "# in the management cluster"
  withheld_secret "$name-admin" kubeconfig
  withheld_secret "$name-ordinary" kubeconfig
  [ "$kind" != nodes ] || withheld_secret "$name-ssh" id_ed25519 known_hosts
  [ "$kind" != hosted ] || print_rights
  echo "---"
  protected_cluster
}

secret() { # secret NAME --from-file=...
  kubectl create secret generic "$1" -n "$namespace" "${@:2}" --dry-run=client -o yaml
}

store() {
  local lane
  for lane in admin ordinary; do
    secret "$name-$lane" --from-file=kubeconfig="$work/$lane" | apply at_management
  done
  [ "$kind" != nodes ] ||
    secret "$name-ssh" --from-file=id_ed25519="$work/id_ed25519" --from-file=known_hosts="$work/known_hosts" |
    apply at_management
  protected_cluster | apply at_management
}
