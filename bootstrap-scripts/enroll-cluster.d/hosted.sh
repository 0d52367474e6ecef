# shellcheck shell=bash disable=SC2034,SC2154 # the options are variables of enroll-cluster, which sources this
# A control plane of pods: which they are, what makes them, and what would revert a change of that.

in_plane() { at_management -n "${hosted%%/*}" "$@"; }

find_hosted() { # fills workload, selector, port; completes controllers and owner
  local found
  found=$(workloads_with "$container")
  case $hosted in */*) found=$(grep -x ".*/${hosted#*/}" <<<"$found" || :) ;; esac
  case $(grep -c . <<<"$found" || :) in
    0) refuse "no workload of $hosted in the management cluster makes pods with a container $container" \
      "correct --hosted or --container after a look: kubectl --kubeconfig $management -n ${hosted%%/*} get pods" ;;
    1) workload=$found ;;
    *) refuse "API servers of several workloads are in namespace ${hosted%%/*}: $(paste -sd' ' <<<"$found")" \
      "name the one to protect, as in --hosted ${hosted%%/*}/$(head -n 1 <<<"${found#*/}")" ;;
  esac
  case $workload in
    Deployment/* | StatefulSet/*) ;;
    *) refuse "$workload makes the API servers, and Halligan can neither grow nor restart it one pod at a time" \
      "protect a control plane whose API servers a Deployment or a StatefulSet makes" ;;
  esac
  selector=$(in_plane get "$workload" -o 'jsonpath={.spec.selector.matchLabels}')
  port=$(in_plane get "$workload" \
    -o "jsonpath={.spec.template.spec.containers[?(@.name==\"$container\")].ports[0].containerPort}")
  find_controllers
  find_owner
  say "the API servers are the pods of $workload in namespace ${hosted%%/*};" \
    "controller-manager: $controllers; owner: $owner"
}

workloads_with() { # workloads_with CONTAINER: KIND/NAME of what makes the pods that have it, one a line
  local pods maker
  local owners="{{range \$pod.metadata.ownerReferences}}{{if .controller}}{{.kind}}/{{.name}}{{\"\\n\"}}{{end}}{{end}}"
  local containers="{{range .spec.containers}}{{if eq .name \"$1\"}}$owners{{end}}{{end}}"
  pods=$(in_plane get pods -o "go-template={{range .items}}{{\$pod := .}}$containers{{end}}") ||
    refuse "the pods of namespace ${hosted%%/*} cannot be listed in the management cluster (above)" \
      "check --hosted, and that $management may list and get pods, replicasets, deployments and statefulsets there"
  sort -u <<<"$pods" | while read -r maker; do
    case $maker in
      ReplicaSet/*) in_plane get "$maker" -o "go-template={{\$pod := .}}$owners" ;;
      *) echo "$maker" ;;
    esac
  done | sort -u
}

find_controllers() {
  local found
  case $controllers in
    none) return ;;
    */*)
      quiet in_plane get "$controllers" || refuse "there is no $controllers in namespace ${hosted%%/*}" \
        "correct --controller-manager, or give --controller-manager none"
      return ;;
  esac
  found=$(workloads_with kube-controller-manager | grep -vxF "$workload" || :)
  case $(grep -c . <<<"$found" || :) in
    0) controllers=none ;;
    1) controllers=$found ;;
    *) refuse "several controller-managers are in namespace ${hosted%%/*}: $(paste -sd' ' <<<"$found")" \
      "name one with --controller-manager, or give --controller-manager none" ;;
  esac
}

find_owner() {
  local version kind name size=/spec/controlPlane/deployment
  local first='{{with index . 0}}{{.apiVersion}} {{.kind}} {{.name}}{{end}}'
  [ -z "$owner" ] || return 0
  read -r version kind name < <(in_plane get "$workload" \
    -o "go-template={{with .metadata.ownerReferences}}$first{{end}}{{\"\\n\"}}")
  owner="{apiVersion: $version, kind: $kind, name: $name"
  case "$version $kind" in
    ' ') owner=none ;;
    kamaji.clastix.io/*' TenantControlPlane')
      owner="$owner, resourcesPath: $size/resources/apiServer, replicasPath: $size/replicas}" ;;
    k0smotron.io/*' Cluster') owner="$owner, resourcesPath: /spec/resources}" ;;
    *) refuse "$workload belongs to $kind/$name ($version), whose controller would revert a growth" \
      "say with --owner where it keeps their size (docs/hosted.md), or give --owner none if it leaves changes alone" ;;
  esac
}

owner_field() { sed -n "s/.*[{, ]$1: *\"\{0,1\}\([^],}\"]*\).*/\1/p" <<<"$owner"; }

hosted_plane() {
  cat <<END
    hosted:
      namespace: ${hosted%%/*}
      podSelector: $selector
      port: ${port:-6443}
      apiServer: {kind: ${workload%/*}, name: ${workload#*/}, container: $container}
END
  [ "$controllers" = none ] || echo "      controllerManager: {kind: ${controllers%/*}, name: ${controllers#*/}}"
  [ "$owner" = none ] || echo "      owner: $owner"
}
