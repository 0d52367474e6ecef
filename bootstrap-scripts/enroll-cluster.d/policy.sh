# shellcheck shell=bash disable=SC2034,SC2154 # the options are variables of enroll-cluster, which sources this
# Whether the management cluster's network enforces NetworkPolicy, without which no fence of pods holds: a throw-away
# pod of the operator's image reaches another, and must not any more once a policy shuts it.

proof_port=8080 proof_seconds=${HALLIGAN_PROOF_SECONDS:-30}

prove_policy() { # fills enforcement
  local address
  trap 'remove_pair; rm -rf "$work"' EXIT
  remove_pair
  start_pod listener "command: [/opt/java/bin/java, -m, jdk.httpserver, -p, \"$proof_port\", -b, $(any_address)]"
  address=$(address_of listener)
  case $address in *:*) address="[$address]" ;; esac
  start_pod caller "args: [fence-probe, \"$address:$proof_port\"]"
  address_of caller >/dev/null
  if ! within_time reaches; then
    say "NetworkPolicy was not proven: a pod of namespace $namespace does not reach another even without one." \
      "Until it is proven, Halligan tries a fence and lifts it if it does not hold." \
      "To do: find what blocks them, then run this again:" \
      "kubectl --kubeconfig $management -n $namespace get networkpolicy"
  elif shut_listener && within_time is_turned_away; then
    enforcement=enforced
    say "NetworkPolicy is enforced: a fence will hold"
  else
    enforcement=not-enforced
    say "NetworkPolicy is NOT enforced in the management cluster:" \
      "a pod was still reached ${proof_seconds} s after a policy shut it." \
      "No fence will hold; a recovery goes on with growth, jail and removal." \
      "To do: install a network plugin that enforces NetworkPolicy, then run this again"
  fi
  remove_pair
}

in_operator() { at_management -n "$namespace" "$@"; }

remove_pair() {
  quiet in_operator delete pod,networkpolicy -l "halligan.dev/proof-of=$name" --ignore-not-found --now || :
}

from_operator() { in_operator get deployment halligan -o "jsonpath=$1"; }

any_address() { # of the family that the pods of the control plane have
  case $(in_plane get pods -o 'jsonpath={.items[*].status.podIP}') in *:*) echo '"::"' ;; *) echo 0.0.0.0 ;; esac
}

pod() { # pod ROLE PROGRAM IMAGE PULL-SECRETS
  cat <<END
apiVersion: v1
kind: Pod
metadata:
  name: halligan-proof-$name-$1
  namespace: $namespace
  labels: {halligan.dev/proof-of: $name, halligan.dev/proof: $1}
spec:
  restartPolicy: Never
  activeDeadlineSeconds: 300
  terminationGracePeriodSeconds: 1
  automountServiceAccountToken: false
  enableServiceLinks: false
  imagePullSecrets: ${4:-[]}
  securityContext: {runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: halligan
    image: "$3"
    imagePullPolicy: IfNotPresent
    $2
    resources: {requests: {cpu: 20m, memory: 96Mi}, limits: {memory: 192Mi}}
    securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
    volumeMounts: [{name: tmp, mountPath: /tmp}]
  volumes: [{name: tmp, emptyDir: {}}]
END
}

start_pod() { # start_pod ROLE PROGRAM
  local image secrets
  image=$(from_operator '{.spec.template.spec.containers[0].image}') ||
    refuse "there is no Deployment halligan in namespace $namespace, whose image is needed to prove NetworkPolicy" \
      "install the operator first: kubectl --kubeconfig $management apply -k $root/operator/base" "$made_rights"
  secrets=$(from_operator '{.spec.template.spec.imagePullSecrets}')
  pod "$1" "$2" "$image" "$secrets" | in_operator create -f - >&2 ||
    refuse "a throw-away pod cannot be made in namespace $namespace (above: a quota, a policy or a missing right)" \
      "make room for two pods of 20m CPU and 96 Mi (kubectl --kubeconfig $management -n $namespace describe quota), \
or run this as somebody who may make pods there" "$made_rights"
}

address_of() { # address_of ROLE: once it runs
  local phase address deadline=$((SECONDS + 2 * proof_seconds))
  until read -r phase address < <(of_pod "$1" '{.status.phase} {.status.podIP}{"\n"}') &&
    [ "$phase" = Running ] && [ -n "$address" ]; do
    [ $SECONDS -lt $deadline ] ||
      refuse "the throw-away pod $1 does not run after $((2 * proof_seconds)) s ($(why_not "$1"))" \
        "see that the nodes have room for it and can pull the operator's image, then run this again" \
        "$made_rights; the pod was removed"
    sleep 1
  done
  echo "$address"
}

of_pod() { in_operator get pod "halligan-proof-$name-$1" -o "jsonpath=$2"; } # of_pod ROLE JSONPATH

why_not() {
  of_pod "$1" '{.status.phase} {.status.conditions[*].message} {.status.containerStatuses[*].state.waiting.reason}'
}

shut_listener() {
  apply at_management <<END
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: halligan-proof-$name, namespace: $namespace, labels: {halligan.dev/proof-of: $name}}
spec:
  podSelector: {matchLabels: {halligan.dev/proof-of: $name, halligan.dev/proof: listener}}
  policyTypes: [Ingress]
END
}

newest_sighting() { in_operator logs "halligan-proof-$name-caller" --tail 1 2>/dev/null; }

reaches() { newest_sighting | grep -q '"accepts":true'; }

is_turned_away() { newest_sighting | grep -Eq '"refusedInARow":([2-9]|[1-9][0-9])'; }

within_time() { # within_time COMMAND: it comes true
  local deadline=$((SECONDS + proof_seconds))
  until "$1"; do
    [ $SECONDS -lt $deadline ] || return 1
    sleep 1
  done
}
