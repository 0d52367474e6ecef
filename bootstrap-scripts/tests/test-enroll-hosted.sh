# shellcheck shell=bash disable=SC2154 # tests, scripts, bin and place are set by ../test and world.sh
# What enroll-cluster finds and proves of a control plane of pods, with a real API server that plays the management
# cluster and the target. It has no nodes: a kubectl in front of the real one plays the kubelet of the throw-away pods.

play_kubelet() { # what the pods' network does is in $place/network: enforces, ignores or shut
  mkdir -p "$place/play"
  cat >"$place/play/kubectl" <<END
#!/usr/bin/env bash
real() { "$bin/kubectl" --kubeconfig "$place/pki/super.conf" -n halligan "\$@"; }
case " \$* " in
  *' logs '*)
    case \$(cat "$place/network")-\$(real get networkpolicy -o name) in
      ignores-* | enforces-) echo '{"target":"10.1.0.1:8080","accepts":true,"refusedInARow":0}' ;;
      *) echo '{"target":"10.1.0.1:8080","accepts":false,"refusedInARow":3}' ;;
    esac
    exit ;;
  *' -n halligan create -f - '*)
    "$bin/kubectl" "\$@" || exit
    for pod in \$(real get pods -o name); do
      real patch "\$pod" --subresource status --type merge \
        -p '{"status":{"phase":"Running","podIP":"10.1.0.1","podIPs":[{"ip":"10.1.0.1"}]}}'
    done
    exit ;;
esac
exec "$bin/kubectl" "\$@"
END
  chmod +x "$place/play/kubectl"
  echo enforces >"$place/network"
}

uid() { at_server -n tenant-a get "$1" -o 'jsonpath={.metadata.uid}'; }

labelled() { # labelled NAME CONTAINER
  local containers="containers: [{name: $2, image: none, ports: [{containerPort: 7443}]}]"
  echo "selector: {matchLabels: {app: $1}}, template: {metadata: {labels: {app: $1}}, spec: {$containers}}"
}

owned_by() { # owned_by KIND NAME
  echo "ownerReferences: [{apiVersion: apps/v1, kind: $1, name: $2, controller: true, uid: $(uid "$1/$2")}]"
}

deploy() { # deploy NAME CONTAINER: as the Deployment's controllers would leave it
  at_server -n tenant-a create -f - <<END
{apiVersion: apps/v1, kind: Deployment, metadata: {name: $1}, spec: {$(labelled "$1" "$2")}}
END
  at_server -n tenant-a create -f - <<END
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: $1-5d8f, $(owned_by Deployment "$1")}
spec: {$(labelled "$1" "$2")}
END
  at_server -n tenant-a create -f - <<END
apiVersion: v1
kind: Pod
metadata: {name: $1-5d8f-x, labels: {app: $1}, $(owned_by ReplicaSet "$1-5d8f")}
spec: {containers: [{name: $2, image: none}]}
END
}

own() { # own APIVERSION KIND NAME: the API servers' workload belongs to it now
  local owner="{\"apiVersion\":\"$1\",\"kind\":\"$2\",\"name\":\"$3\",\"controller\":true,\"uid\":\"1\"}"
  at_server -n tenant-a patch deployment kube-apiserver --type merge -p "{\"metadata\":{\"ownerReferences\":[$owner]}}"
}

management_up() { # the operator is installed, but runs nowhere, and no pod may be made beside it
  local each
  at_server apply --server-side -k "$scripts/../crds"
  at_server wait --for=condition=Established crd/protectedclusters.halligan.dev --timeout=20s
  for each in halligan tenant-a; do
    at_server create namespace "$each"
    at_server -n "$each" create serviceaccount default
  done
  at_server -n halligan create quota none --hard pods=0
  at_server -n halligan patch quota none --subresource status --type merge \
    -p '{"status":{"hard":{"pods":"0"},"used":{"pods":"0"}}}'
  at_server -n halligan create serviceaccount halligan
  at_server -n halligan create deployment halligan --image halligan.dev/halligan:0.1.0
}

operator_rights() { # what operator/base grants beside the operator
  at_server -n halligan create role beside --verb get,create,delete --resource pods,pods/log,jobs.batch
  at_server -n halligan create rolebinding beside --role beside --serviceaccount halligan:halligan
}

look_only_rights() { # enough to find the pods and to store what was found, not to grant
  at_server -n halligan create role enroller --verb get,create,patch --resource secrets,protectedclusters.halligan.dev
  at_server -n tenant-a create role enroller --verb get,list --resource pods,deployments,replicasets
  at_server -n halligan create rolebinding enroller --role enroller --user enroller
  at_server -n tenant-a create rolebinding enroller --role enroller --user enroller
}

test_enroll_hosted_against_a_real_api_server() {
  local super=$place/pki/super.conf
  export KUBECACHEDIR=$place/kube-cache HALLIGAN_PROOF_SECONDS=3
  start_control_plane
  at_server() { client ad "$bin/kubectl" --kubeconfig "$super" "$@"; }
  play_kubelet
  hosted() { # hosted ARGUMENT...: as the management cluster's administrator
    code=0
    PATH=$place/play:$PATH client ad "$scripts/enroll-cluster" --name tenant-a \
      --management-kubeconfig "${management-$super}" --target-kubeconfig "$super" \
      --ca-cert "$place/pki/ca.crt" --ca-key "$place/pki/ca.key" --endpoint "https://$node_address:6443" \
      --admin-cidr 10.77.1.0/24 "$@" >"$place/out" 2>"$place/err" || code=$?
  }
  claim_hosted_refuses() { # claim_hosted_refuses WORDS ARGUMENT...
    hosted "${@:2}"
    same "$code" 1 "exit for: ${*:2}"
    grep -qF -- "$1" "$place/err" || flunk "'$1' is not said: $(cat "$place/err")"
    grep -q 'to do:' "$place/err"
    same "$(at_server -n halligan get secrets,protectedclusters -o name)" "" "stored although a path is not proven"
  }
  management_up >/dev/null

  claim_hosted_refuses "no workload of tenant-a in the management cluster makes pods" --hosted tenant-a
  deploy kube-apiserver kube-apiserver >/dev/null
  deploy kube-controller-manager kube-controller-manager >/dev/null
  claim_hosted_refuses "no workload of tenant-a/other" --hosted tenant-a/other
  claim_hosted_refuses "with a container controller" --hosted tenant-a --container controller
  claim_hosted_refuses "there is no Deployment/other" --hosted tenant-a --controller-manager Deployment/other
  deploy second kube-apiserver >/dev/null
  claim_hosted_refuses "several workloads are in namespace tenant-a: Deployment/kube-apiserver Deployment/second" \
    --hosted tenant-a
  own example.org/v1 Tenant a >/dev/null
  claim_hosted_refuses "belongs to Tenant/a (example.org/v1)" --hosted tenant-a/kube-apiserver
  own example.org/v1 Tenant a >/dev/null
  claim_hosted_refuses "knows no Tenant of example.org/v1" --hosted tenant-a/kube-apiserver \
    --owner '{apiVersion: example.org/v1, kind: Tenant, name: a, resourcesPath: /spec/resources}'

  claim_hosted_refuses "the operator may not create pods in namespace halligan" \
    --hosted tenant-a/kube-apiserver --owner none
  operator_rights >/dev/null
  management=$place/pki/enroller.conf claim_hosted_refuses "cannot be listed in the management cluster" \
    --hosted tenant-a
  look_only_rights >/dev/null
  management=$place/pki/enroller.conf claim_hosted_refuses "may not grant the operator its rights" \
    --hosted tenant-a/kube-apiserver --owner none
  claim_hosted_refuses "a throw-away pod cannot be made in namespace halligan" \
    --hosted tenant-a/kube-apiserver --owner none
  grep -q -e '-n halligan describe quota' "$place/err"
  at_server -n halligan delete quota none >/dev/null

  enroll_in_every_network
}

of_tenant() { at_server -n halligan get protectedcluster tenant-a -o "jsonpath=$1"; } # of_tenant JSONPATH

enroll_in_every_network() { # a network that enforces, one that does not, and one that lets nothing through
  local network said noted
  while read -r network noted said; do
    echo "$network" >"$place/network"
    hosted --hosted tenant-a/kube-apiserver --owner none
    same "$code" 0 "exit: $(cat "$place/err")"
    grep -qF "$said" "$place/err" || flunk "'$said' is not said: $(cat "$place/err")"
    same "$(of_tenant '{.metadata.annotations.halligan\.dev/network-policy}')" "${noted#-}" \
      "noted of a network that $network"
    same "$(at_server -n halligan get pods,networkpolicies -o name)" "" "left behind"
  done <<'END'
enforces enforced NetworkPolicy is enforced
ignores not-enforced NetworkPolicy is NOT enforced
shut - NetworkPolicy was not proven
END
  same "$(of_tenant '{.spec.controlPlane}' | jq -cS .)" "$(jq -cS . <<'END'
{"hosted": {
  "namespace": "tenant-a", "podSelector": {"app": "kube-apiserver"}, "port": 7443,
  "apiServer": {"kind": "Deployment", "name": "kube-apiserver", "container": "kube-apiserver"},
  "controllerManager": {"kind": "Deployment", "name": "kube-controller-manager"}}}
END
  )"
  local operator=system:serviceaccount:halligan:halligan
  same "$(at_server -n tenant-a auth can-i patch pods --subresource resize --as "$operator")" yes
  own kamaji.clastix.io/v1alpha1 TenantControlPlane tenant-a >/dev/null
  hosted --hosted tenant-a/kube-apiserver --controller-manager none --dry-run
  grep -qF 'owner: {apiVersion: kamaji.clastix.io/v1alpha1, kind: TenantControlPlane, name: tenant-a, resourcesPath:' \
    "$place/out" || flunk "$(cat "$place/out" "$place/err")"
  quiet grep controllerManager "$place/out" && flunk "a controller-manager although none was asked for"
  hosted --managed
  same "$code" 0 "exit: $(cat "$place/err")"
  same "$(of_tenant '{.spec.controlPlane}')" '{"managed":{}}'
}
