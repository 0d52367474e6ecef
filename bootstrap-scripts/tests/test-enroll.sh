# shellcheck shell=bash disable=SC2154 # tests, scripts, bin and place are set by ../test and world.sh
# What enroll-cluster can be asked without a cluster: arguments, and the plan without credentials.

enroll() { # enroll ARGUMENT...: fills code; out and err are files
  code=0
  PATH=$place/enroll-bin:$PATH "$scripts/enroll-cluster" "$@" >"$place/out" 2>"$place/err" || code=$?
}

prepare_enroll() { # a complete set of arguments in good, files without content that any cluster would take
  [ -f "$place/key" ] || ssh-keygen -q -t ed25519 -N '' -C key -f "$place/key"
  mkdir -p "$place/enroll-bin"
  printf '#!/bin/sh\necho "kubectl was called: $*" >>"%s/called"\nexit 1\n' "$place" >"$place/enroll-bin/kubectl"
  chmod +x "$place/enroll-bin/kubectl"
  rm -f "$place/called"
  echo "10.0.0.6 $(cut -d' ' -f1,2 "$place/key.pub")" >"$place/pinned"
  echo "fd00::6 $(cut -d' ' -f1,2 "$place/key.pub")" >>"$place/pinned"
  echo a-kubeconfig-with-SECRET >"$place/kubeconfig"
  echo the-ca-SECRET >"$place/ca.key"
  good=(--name eu-1 --management-kubeconfig "$place/kubeconfig" --target-kubeconfig "$place/kubeconfig" --node 10.0.0.6 --ssh-key "$place/key"
    --known-hosts "$place/pinned" --ca-cert "$place/kubeconfig" --ca-key "$place/ca.key" --admin-cidr 10.0.0.0/24)
}

test_enroll_dry_run_prints_objects_and_no_credentials() {
  prepare_enroll
  enroll "${good[@]}" --node fd00::6 --admin-cidr fd00::/64 --client nodes=10.89.0.0/24,fd89::/64 --client pods=10.244.0.0/16 --mode Automatic --dry-run
  same "$code" 0 "exit: $(cat "$place/err")"
  grep -c '^kind:' "$place/out" | grep -qx 10
  grep -qx '  kubeconfig: (withheld)' "$place/out"
  quiet grep -e SECRET -e 'PRIVATE KEY' -e "$(sed -n 2p "$place/key")" "$place/out" && flunk "a credential is in the plan"
  quiet test -e "$place/called" && flunk "$(cat "$place/called")"
  sed -n '/^kind: ProtectedCluster/,$p' "$place/out" >"$place/cluster"
  diff - "$place/cluster" <<'END'
kind: ProtectedCluster
metadata: {name: eu-1, namespace: halligan}
spec:
  mode: Automatic
  access:
    admin: {secretRef: {name: eu-1-admin}}
    ordinary: {secretRef: {name: eu-1-ordinary}}
    endpoints:
    - {name: cp-0, url: "https://10.0.0.6:6443", serverName: kubernetes}
    - {name: cp-1, url: "https://[fd00::6]:6443", serverName: kubernetes}
  controlPlane:
    nodes:
      hosts: ["10.0.0.6","fd00::6"]
      ssh: {user: root, port: 22, secretRef: {name: eu-1-ssh}}
  admins: {cidrs: ["10.0.0.0/24","fd00::/64"]}
  clients:
  - {name: nodes, cidrs: ["10.89.0.0/24","fd89::/64"]}
  - {name: pods, cidrs: ["10.244.0.0/16"]}
END
  enroll "${good[@]}" --endpoint https://10.0.0.6:6443 --endpoint https://10.0.0.99:443 --dry-run
  grep -qF '{name: balancer-1, url: "https://10.0.0.99:443", serverName: kubernetes}' "$place/out"
}

claim_enroll_refuses() { # claim_enroll_refuses WORD ARGUMENT...: names it, says what to do, asks no cluster
  enroll "${@:2}"
  same "$code" 1 "exit for: ${*:2}"
  grep -qF -- "$1" "$place/err" || flunk "'$1' is not named: $(cat "$place/err")"
  grep -q 'nothing was changed' "$place/err"
  grep -q 'to do:' "$place/err"
  quiet test -e "$place/called" && flunk "$(cat "$place/called")"
  return 0
}

test_enroll_names_every_bad_argument() {
  prepare_enroll
  local missing index
  for ((index = 0; index < ${#good[@]}; index += 2)); do
    missing=("${good[@]:0:index}" "${good[@]:index + 2}")
    claim_enroll_refuses "${good[index]}" "${missing[@]}"
    claim_enroll_refuses "${good[index]}" "${missing[@]}" "${good[index]}"
  done
  claim_enroll_refuses --frob "${good[@]}" --frob x
  claim_enroll_refuses frob "${good[@]}" frob
  claim_enroll_refuses --name "${good[@]}" --name 'Eu_1'
  claim_enroll_refuses --namespace "${good[@]}" --namespace 'a b'
  claim_enroll_refuses --mode "${good[@]}" --mode Aggressive
  claim_enroll_refuses --days "${good[@]}" --days 0
  claim_enroll_refuses --node "${good[@]}" --node cp-0.example.org
  claim_enroll_refuses --node "${good[@]}" --node 10.0.0.6/32
  claim_enroll_refuses --known-hosts "${good[@]}" --node 10.0.0.7
  claim_enroll_refuses --known-hosts "${good[@]}" --ssh-port 2222
  claim_enroll_refuses --ssh-user "${good[@]}" --ssh-user 'root;id'
  claim_enroll_refuses --ssh-port "${good[@]}" --ssh-port 99999
  claim_enroll_refuses --ssh-key "${good[@]}" --ssh-key "$place/key.pub"
  claim_enroll_refuses --ssh-key "${good[@]}" --ssh-key "$place/none"
  ssh-keygen -q -t ed25519 -N secret -f "$place/locked" <<<y
  claim_enroll_refuses passphrase "${good[@]}" --ssh-key "$place/locked"
  rm "$place/locked"
  for range in 10.0.0.6 10.0.0.0/33 0.0.0.0/0 ::/0 office 10.0.0.0/24,10.1.0.0/24; do claim_enroll_refuses --admin-cidr "${good[@]}" --admin-cidr "$range"; done
  for client in nodes nodes= =10.0.0.0/8 Nodes=10.0.0.0/8 rest=0.0.0.0/0 nodes=10.0.0.0/8,x; do claim_enroll_refuses --client "${good[@]}" --client "$client"; done
  for endpoint in http://10.0.0.6:6443 https://cp-0:6443 https://10.0.0.6 https://10.0.0.6:6443/x https://10.0.0.666:6443; do
    claim_enroll_refuses --endpoint "${good[@]}" --endpoint "$endpoint"
  done
}

prepare_enroll_at_a_provider() { # a complete set of arguments without hosts in good
  prepare_enroll
  good=(--name eu-1 --management-kubeconfig "$place/kubeconfig" --target-kubeconfig "$place/kubeconfig" --admin-kubeconfig "$place/kubeconfig"
    --endpoint https://10.0.0.99:443 --admin-cidr 10.0.0.0/24)
}

test_enroll_managed_dry_run() {
  prepare_enroll_at_a_provider
  enroll "${good[@]}" --managed --server-name api.example.org --dry-run
  same "$code" 0 "exit: $(cat "$place/err")"
  quiet test -e "$place/called" && flunk "$(cat "$place/called")"
  quiet grep -e id_ed25519 -e SECRET "$place/out" && flunk "hosts or a credential are in the plan: $(cat "$place/out")"
  sed -n '/^kind: ProtectedCluster/,$p' "$place/out" >"$place/cluster"
  diff - "$place/cluster" <<'END'
kind: ProtectedCluster
metadata: {name: eu-1, namespace: halligan}
spec:
  mode: Observe
  access:
    admin: {secretRef: {name: eu-1-admin}}
    ordinary: {secretRef: {name: eu-1-ordinary}}
    endpoints:
    - {name: balancer-0, url: "https://10.0.0.99:443", serverName: api.example.org}
  controlPlane:
    managed: {}
  admins: {cidrs: ["10.0.0.0/24"]}
END
}

test_enroll_names_bad_arguments_of_planes_without_hosts() {
  prepare_enroll_at_a_provider
  local hosted controllers
  claim_enroll_refuses --endpoint "${good[@]:0:8}" "${good[@]:10}" --managed
  claim_enroll_refuses --endpoint "${good[@]:0:8}" "${good[@]:10}" --hosted tenant-a
  claim_enroll_refuses --admin-cidr "${good[@]:0:10}" --managed
  claim_enroll_refuses --managed "${good[@]}" --managed --hosted tenant-a
  claim_enroll_refuses --managed "${good[@]}" --managed --node 10.0.0.6
  claim_enroll_refuses --hosted "${good[@]}" --hosted tenant-a --node 10.0.0.6
  claim_enroll_refuses --admin-kubeconfig "${good[@]}" --managed --admin-kubeconfig "$place/none"
  claim_enroll_refuses --server-name "${good[@]}" --managed --server-name 'a b'
  claim_enroll_refuses --container "${good[@]}" --hosted tenant-a --container 'a b'
  claim_enroll_refuses --owner "${good[@]}" --hosted tenant-a --owner Cluster/a
  for hosted in Tenant-a tenant-a/ tenant-a/A 'a b' a/b/c; do claim_enroll_refuses --hosted "${good[@]}" --hosted "$hosted"; done
  for controllers in Pod/a Deployment a/b Deployment/; do
    claim_enroll_refuses --controller-manager "${good[@]}" --hosted tenant-a --controller-manager "$controllers"
  done
}

test_enroll_refuses_known_hosts_that_pin_nothing() {
  local key lines
  prepare_enroll
  key=$(cut -d' ' -f1,2 "$place/key.pub")
  pins() { printf '%s\n' "$@" >"$place/pins"; }
  for lines in "@cert-authority 10.0.0.* $key" "@revoked 10.0.0.6 $key" "10.0.0.6 ssh-dss AAAAB3NzaC1kc3MAAACBAN" \
    "$(printf '%s\n' "10.0.0.6 $key" "@revoked 10.0.0.* $key")" '' '# 10.0.0.6'; do
    pins "$lines"
    claim_enroll_refuses --known-hosts "${good[@]}" --known-hosts "$place/pins" --dry-run || flunk "for $lines"
  done
  pins "10.0.0.6 $key" "@cert-authority *.example $key" "@revoked 10.0.0.6 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAfterwards"
  enroll "${good[@]}" --known-hosts "$place/pins" --dry-run
  same "$code" 0 "exit of a pin beside others: $(cat "$place/err")"
  pins "10.0.0.5,10.0.0.6 $key"
  ssh-keygen -q -H -f "$place/pins"
  enroll "${good[@]}" --known-hosts "$place/pins" --dry-run
  same "$code" 0 "exit of a hashed pin: $(cat "$place/err")"
}

proves_ssh() { # as enroll-cluster does from an admin's machine; fills code, and err
  code=0
  mkdir -p "$place/enroll-work"
  cp "$place/key" "$place/enroll-work/id_ed25519"
  cp "$place/known_hosts" "$place/enroll-work/known_hosts"
  # shellcheck disable=SC2016
  client ad bash -euc 'work=$1 nodes=("$2") admins=(10.77.1.0/24) ssh_port=22 ssh_user=root made=made known_hosts=pins
    refuse() { echo "refused: $1; to do: $2" >&2; exit 1; }
    say() { echo "$*" >&2; }
    joined() { echo "$*"; }
    is_inside() { [ "$1" = 10.77.1.10 ]; }
    . "$3/enroll-cluster.d/nodes.sh"
    prove_ssh' - "$place/enroll-work" "$node_address" "$scripts" 2>"$place/err" || code=$?
}

cannot_prove_ssh() { # cannot_prove_ssh WORD
  proves_ssh
  same "$code" 1 "exit with $1"
  grep -q "refused: .*$1.*; to do: [a-z]" "$place/err" || flunk "no $1: $(cat "$place/err")"
}

test_enroll_says_why_no_login_works() {
  sshd_settings 'PermitRootLogin prohibit-password'
  install_with_key
  proves_ssh
  same "$code" 0 "exit: $(cat "$place/err")"
  on_node sh -c 'echo "echo a banner" >/etc/ssh/sshrc'
  cannot_prove_ssh 'prints before the answer of halligan-node: a banner'
  on_node sh -c 'echo "sleep 30" >/etc/ssh/sshrc'
  cannot_prove_ssh 'within 5 s'
  on_node rm /etc/ssh/sshrc
  on_node mv /usr/local/sbin/halligan-node /run/elsewhere
  cannot_prove_ssh 'halligan-node does not answer'
  on_node mv /run/elsewhere /usr/local/sbin/halligan-node
  echo "$node_address $(cut -d' ' -f1,2 "$place/key.pub")" >"$place/known_hosts"
  cannot_prove_ssh 'a host key that --known-hosts does not hold'
  printf '%s\n' "$hostkeys" >"$place/known_hosts"
  on_node sh -c ': >/var/lib/root/.ssh/authorized_keys'
  cannot_prove_ssh 'does not take the key'
  quiet on_node pkill -x sshd
  until_true 5 deaf 22
  cannot_prove_ssh 'does not talk SSH'
}

test_enroll_stops_at_an_unreachable_cluster() {
  prepare_enroll
  enroll "${good[@]}"
  same "$code" 1 "exit"
  grep -q 'the target does not answer' "$place/err"
  grep -q 'nothing was changed' "$place/err"
}

# With a real API server (which plays target and management cluster), its controller manager and a real sshd.

start_control_plane() {
  local pki=$place/pki
  mkdir -p "$pki"
  (
    cd "$pki" || exit
    quiet openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=kubernetes -keyout ca.key -out ca.crt -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign
    quiet openssl genrsa -out sa.key 2048
    issue server /CN=kube-apiserver "subjectAltName=DNS:kubernetes,IP:127.0.0.1,IP:$node_address" serverAuth
    issue super /O=system:masters/CN=super "subjectAltName=DNS:super" clientAuth
    KUBECONFIG=$pki/super.conf
    export KUBECONFIG
    kubectl config set-cluster c --server "https://$node_address:6443" --certificate-authority ca.crt --embed-certs
    kubectl config set-credentials u --client-certificate super.crt --client-key super.key --embed-certs
    kubectl config set-context c --cluster c --user u
    kubectl config use-context c
    sed 's/^  user:$/&\n    as: enroller/' super.conf >enroller.conf # with rights in one namespace alone
  ) >/dev/null
  on_node rm -rf /var/lib/etcd
  on_node_detached "$bin/etcd" --data-dir /var/lib/etcd --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379
  on_node_detached "$bin/kube-apiserver" --etcd-servers http://127.0.0.1:2379 --client-ca-file "$pki/ca.crt" --tls-cert-file "$pki/server.crt" \
    --tls-private-key-file "$pki/server.key" --service-account-issuer https://kubernetes.default --service-account-key-file "$pki/sa.key" \
    --service-account-signing-key-file "$pki/sa.key" --service-cluster-ip-range 10.96.0.0/16 --authorization-mode RBAC --advertise-address "$node_address" --cert-dir /run/kubernetes
  on_node_detached "$bin/kube-controller-manager" --kubeconfig "$pki/super.conf" --service-account-private-key-file "$pki/sa.key" \
    --controllers serviceaccount-token-controller --leader-elect=false --cert-dir /run/kcm
  until_true 60 quiet client ad kubectl --kubeconfig "$pki/super.conf" get --raw /readyz
}

issue() { # issue NAME SUBJECT ALTERNATIVE-NAMES USAGE
  quiet openssl req -newkey rsa:2048 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr"
  quiet openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -set_serial "0x$(openssl rand -hex 8)" -days 2 -extfile <(printf '%s\n' "$3" "extendedKeyUsage=$4") -out "$1.crt"
}

test_enroll_end_to_end_against_a_real_api_server() {
  local super=$place/pki/super.conf management=$place/pki/super.conf
  export KUBECACHEDIR=$place/kube-cache # a run before this one had the same address, and CRDs
  new_key key
  fresh_sshd prohibit-password
  install_node --public-key "$(cat "$place/key.pub")"
  start_control_plane
  at_server() { client ad kubectl --kubeconfig "$super" "$@"; }
  real() { # real ARGUMENT...
    code=0
    client ad "$scripts/enroll-cluster" --name eu-1 --management-kubeconfig "$management" --target-kubeconfig "$super" --node "$node_address" --ssh-key "$place/key" \
      --known-hosts "$place/known_hosts" "$@" >"$place/out" 2>"$place/err" || code=$?
  }
  local ca=(--ca-cert "$place/pki/ca.crt" --ca-key "$place/pki/ca.key") admin=(--admin-cidr 10.77.1.0/24)
  real "${ca[@]}" "${admin[@]}"
  same "$code" 1 "exit without the operator's CRDs"
  grep -q 'no matches for kind "ProtectedCluster"' "$place/err" || flunk "$(cat "$place/err")"
  at_server apply --server-side -k "$scripts/../crds" >/dev/null
  at_server wait --for=condition=Established crd/protectedclusters.halligan.dev --timeout=20s >/dev/null
  real "${ca[@]}" "${admin[@]}"
  same "$code" 1 "exit without the operator's namespace"
  grep -q 'namespaces "halligan" not found' "$place/err" || flunk "$(cat "$place/err")"
  at_server create namespace halligan >/dev/null
  at_server -n halligan create role enroller --verb get,create,patch --resource secrets,protectedclusters.halligan.dev >/dev/null
  at_server -n halligan create rolebinding enroller --role enroller --user enroller >/dev/null
  management=$place/pki/enroller.conf
  real "${admin[@]}"
  same "$code" 1 "exit without an authority"
  grep -q "CSR API refuses" "$place/err"
  real "${ca[@]}" --admin-cidr 10.99.0.0/24
  same "$code" 1 "exit for a caller outside the admins"
  grep -q 'sees this machine as 10.77.1.10' "$place/err"
  same "$(at_server -n halligan get secrets,protectedclusters -o name)" "" "stored although a path does not work"
  for _ in 1 2; do
    real "${ca[@]}" "${admin[@]}" --client nodes=10.77.2.0/24 --mode Automatic
    same "$code" 0 "exit: $(cat "$place/err")"
  done
  same "$(at_server -n halligan get secrets -o name | sort | paste -sd' ')" "secret/eu-1-admin secret/eu-1-ordinary secret/eu-1-ssh"
  same "$(at_server -n halligan get protectedcluster eu-1 -o 'jsonpath={.spec.mode} {.spec.clients[0].name} {.spec.access.endpoints[0].url}')" "Automatic nodes https://$node_address:6443"
  at_server -n halligan get secret eu-1-admin -o 'jsonpath={.data.kubeconfig}' | base64 -d >"$place/admin.conf"
  kubectl config view --kubeconfig "$place/admin.conf" --raw -o 'jsonpath={.users[0].user.client-certificate-data}' | base64 -d |
    openssl x509 -noout -text | grep -q 'ASN1 OID: prime256v1' || flunk "the admin lane's key is none on P-256"
  client ad kubectl --kubeconfig "$place/admin.conf" auth whoami -o 'jsonpath={.status.userInfo}' | jq -e '.username == "halligan-admin" and (.groups | index("system:masters"))'
  at_server -n halligan get secret eu-1-ordinary -o 'jsonpath={.data.kubeconfig}' | base64 -d >"$place/ordinary.conf"
  same "$(client ad kubectl --kubeconfig "$place/ordinary.conf" auth whoami -o 'jsonpath={.status.userInfo.username}')" system:serviceaccount:halligan-probe:ordinary
  quiet client ad kubectl --kubeconfig "$place/ordinary.conf" -n halligan-probe get secrets && flunk "the ordinary lane may read Secrets"
  same "$(at_server -n halligan get secret eu-1-ssh -o 'jsonpath={.data.id_ed25519}' | base64 -d)" "$(cat "$place/key")"
  same "$(find /dev/shm "${TMPDIR:-/tmp}" -maxdepth 1 -name 'tmp.*' -newer "$place/key" -exec grep -ls 'BEGIN OPENSSH' {}/id_ed25519 \; 2>/dev/null)" "" "credentials left behind"
}
