# shellcheck shell=bash
# Gets from a clean clone to two clusters with the operator installed and the target enrolled. Sourced by e2e/drill.

: "${root:?}"

lab=$root/e2e/lab
# shellcheck source=../lab/lib/common.sh
. "$lab/lib/common.sh"
# shellcheck source=../lab/lib/engine.sh
. "$lab/lib/engine.sh"
# shellcheck source=../../.mvn/find-jdk
. "$root/.mvn/find-jdk"

need_tools() {
  [ "$(id -u)" = 0 ] || die "clusters need root" "nothing was started" "run it as root"
  command -v go >/dev/null || die "the go command is missing" "nothing was started" "install Go 1.21 or later"
  JAVA_HOME=$(first_jdk_25)
  [ -n "$JAVA_HOME" ] ||
    die "no JDK 25 was found" "nothing was started" "install one under /usr/lib/jvm or set JAVA_HOME"
  export JAVA_HOME
  need_commands openssl:openssl ssh-keygen:openssh-client jq:jq git:git
}

# Two drills on the same clusters would each measure what the other does. No lock: it would outlive us in the nodes'
# monitors.
be_the_only_one() {
  local other='' since=''
  { read -r other since <"$cache/drill.pid"; } 2>/dev/null || true
  if [ -n "$other" ] && [ "$other" != $$ ] && is_drill "$other" "$since"; then
    die "a drill is running already, process $other" "it was left alone" \
      "wait until it ends, or end it with kill $other"
  fi
  echo "$$ $(started_at $$)" >"$cache/drill.pid"
}

stop_being_the_one() {
  local one=''
  { read -r one _ <"$cache/drill.pid"; } 2>/dev/null || true
  [ "$one" != $$ ] || rm -f "$cache/drill.pid"
}

# is_drill PID SINCE: a killed drill leaves its number behind, and another process may be given it.
is_drill() {
  local now
  now=$(started_at "$1")
  [ -n "$now" ] && [ "${2:-$now}" = "$now" ] && tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null | grep -q 'drill'
}

# started_at PID: in clock ticks since the machine's start; nothing where there is no such process.
started_at() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  read -ra fields <<<"${stat##*) }"
  echo "${fields[19]}"
}

maven() {
  # Maven's own libraries draw warnings on JDK 25 that nobody here can act on.
  local -x MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow"
  "$root/mvnw" -q "$@"
}

build_runner() { maven -f "$root/e2e/pom.xml" -DskipTests package; }

# The commit that is built now, for the results; the tree may be at another before the last drill ends.
commit() {
  git_in "$root" rev-parse HEAD
  [ -z "$(git_in "$root" status --porcelain -- . ':!docs/results')" ] || echo with changes
}

build_all() {
  HALLIGAN_COMMIT=$(commit | paste -sd' ')
  export HALLIGAN_COMMIT
  say "building the operator, its image, the runner and the lab"
  maven -f "$root/pom.xml" -DskipTests package
  build_runner
  "$root/operator/image/build" >&2
  "$root/e2e/lab/build" >&2
}

clusters_up() {
  PATH=$("$root/e2e/lab/binaries" kubectl | tail -1):$PATH
  "$root/e2e/lab/up" management --role management --mend >/dev/null
  "$root/e2e/lab/up" target --role target --mend >/dev/null
}

kubectl_of() {
  local cluster=$1
  shift
  kubectl --kubeconfig "$cache/clusters/$cluster/kubeconfig-super" "$@"
}

# The image keeps its name, so that only a new pod runs what was just built.
install_operator() {
  say "installing the operator in the management cluster"
  "$root/e2e/lab/load" management "$root/target/halligan-image.tar"
  kubectl_of management apply --server-side --force-conflicts \
    -f "$root/e2e/scenarios/management/httproute-crd.yaml" >/dev/null
  kubectl_of management apply --server-side --force-conflicts -k "$root/e2e/scenarios/operator" >/dev/null
  kubectl_of management -n halligan rollout restart deployment/halligan >/dev/null
  kubectl_of management -n halligan rollout status deployment/halligan --timeout=180s >/dev/null ||
    die "the operator did not become ready" "the clusters are as they are" "run again with --keep and look at its log"
  kubectl_of management apply --server-side --force-conflicts \
    -f "$root/e2e/scenarios/management/playbook.yaml" >/dev/null
}

nodes() { jq -r --arg role "$2" '.[] | select(.role == $role) | .'"$3" "$cache/clusters/$1/nodes.json"; }

# install_node NODE: as a person would by ssh, with what is copied piped in; prints the host key to pin.
install_node() {
  tar -C "$root/bootstrap-scripts" -c halligan-node.d install-node | engine exec -i "$1" tar -x -C /opt/halligan
  engine exec "$1" /opt/halligan/install-node --user root --public-key "$(cat "$secrets/id_ed25519.pub")"
}

enroll_target() {
  say "putting halligan-node on the target's control plane and enrolling the target"
  secrets=$(mktemp -d -p /dev/shm)
  local node gateway management addresses=()
  ssh-keygen -q -t ed25519 -N '' -C halligan-drill -f "$secrets/id_ed25519"
  for node in $(nodes target control-plane name); do
    engine exec "$node" mkdir -p /opt/halligan
    install_node "$node" | grep -E '^[0-9a-fA-F.:]+ ssh-' >>"$secrets/known_hosts"
  done
  node=$(nodes target control-plane name | head -1)
  (umask 077 && engine exec "$node" cat /etc/kubernetes/pki/ca.key >"$secrets/ca.key")
  engine exec "$node" cat /etc/kubernetes/pki/ca.crt >"$secrets/ca.crt"
  # The operator's packets carry its node's address; the administrator of the drill is this machine, the nodes' gateway.
  gateway=$(engine exec "$node" ip -4 route show default | awk '{print $3; exit}')
  management=$(nodes management control-plane address)
  for node in $(nodes target control-plane address); do addresses+=(--node "$node"); done
  "$root/bootstrap-scripts/enroll-cluster" --name target --namespace halligan --mode Observe \
    --management-kubeconfig "$cache/clusters/management/kubeconfig-super" \
    --target-kubeconfig "$cache/clusters/target/kubeconfig-super" \
    --ca-cert "$secrets/ca.crt" --ca-key "$secrets/ca.key" \
    "${addresses[@]}" --ssh-key "$secrets/id_ed25519" --known-hosts "$secrets/known_hosts" --ssh-user root \
    --admin-cidr "$management/32" --admin-cidr "$gateway/32" \
    --client "nodes=$(nodes target worker address | sed 's#$#/32#' | paste -sd,)" --client "pods=10.244.0.0/16" >&2
  rm -rf "$secrets"
}

run_java() { exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m -jar "$root/e2e/target/halligan-e2e.jar" "$@"; }
