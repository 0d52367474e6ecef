# shellcheck shell=bash disable=SC2154 # the options are variables of enroll-cluster, which sources this
# What the operator may do to a control plane of pods: granted in their namespace, and proven as the operator.

made_rights='the namespace halligan-probe was made in the target, and in the management cluster only rights'

hosted_rights() { # without the namespace of what has none: in_plane names it
  sed "s/^    namespace: halligan\$/    namespace: $namespace/" "$here/../operator/hosted/rbac.yaml"
}

owner_rights() { # in a namespace of its own, perhaps
  cat <<END
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: halligan-owner-$name, namespace: $(owner_namespace)}
rules:
- {apiGroups: [$(owner_group)], resources: [$(owner_resource)], verbs: [get, patch]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: halligan-owner-$name, namespace: $(owner_namespace)}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: halligan-owner-$name}
subjects:
- {kind: ServiceAccount, name: halligan, namespace: $namespace}
END
}

owner_namespace() {
  local namespace
  namespace=$(owner_field namespace)
  echo "${namespace:-${hosted%%/*}}"
}

owner_group() { case $(owner_field apiVersion) in */*) owner_field apiVersion | cut -d/ -f1 ;; *) echo '""' ;; esac; }

owner_resource() { # plural, as rights name it
  at_management api-resources --namespaced --no-headers --api-group "$(owner_group | tr -d '"')" |
    awk -v kind="$(owner_field kind)" '$NF == kind { print $1; exit }'
}

print_rights() {
  echo "--- # in namespace ${hosted%%/*}"
  hosted_rights
  [ "$owner" = none ] || { echo "---"; owner_rights; }
}

apply_rights() {
  hosted_rights | apply in_plane || return
  [ "$owner" = none ] || owner_rights | apply at_management
}

grant_rights() {
  if [ "$owner" != none ] && [ -z "$(owner_resource)" ]; then
    refuse "the management cluster knows no $(owner_field kind) of $(owner_field apiVersion)" "correct --owner" "$made"
  fi
  apply_rights ||
    refuse "$management may not grant the operator its rights on the pods of ${hosted%%/*} (above)" \
      "run this as an administrator of the management cluster, or have one apply what --dry-run prints" "$made"
  prove_rights
}

prove_rights() {
  local plane=${hosted%%/*} right
  for right in "delete pods" "patch pods --subresource resize" "list resourcequotas" "patch ${workload%/*}" \
    "create networkpolicies.networking.k8s.io"; do
    may "$plane" "$right"
  done
  [ "$owner" = none ] || may "$(owner_namespace)" "patch $(owner_resource).$(owner_group | tr -d '"')"
  for right in "create pods" "delete pods" "get pods --subresource log" "create jobs.batch"; do
    may "$namespace" "$right"
  done
  say "the operator has its rights on the pods of $plane"
}

may() { # may NAMESPACE 'VERB RESOURCE...': the operator has this right; a grant takes a moment to count
  local words deadline=$((SECONDS + 5))
  read -ra words <<<"$2"
  until quiet at_management auth can-i "${words[@]}" -n "$1" --as "system:serviceaccount:$namespace:halligan"; do
    [ $SECONDS -lt $deadline ] ||
      refuse "the operator may not $2 in namespace $1, or $management may not ask (impersonate)" \
        "apply $root/operator/base and what --dry-run prints for ${hosted%%/*}, then run this again" "$made_rights"
    sleep 1
  done
}
