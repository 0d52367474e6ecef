# shellcheck shell=bash disable=SC2154 # the options are variables of enroll-cluster, which sources this
# What the options may say; every bad one is named before anything is asked or changed.

is_address() { [[ $1 != */* ]] && is_inside "$1" "$1"; }

is_cidr() { [[ $1 == */* && $1 != */0 && $1 != *,* ]] && is_inside "${1%/*}" "$1"; }

is_endpoint() { [[ $1 =~ ^https://(\[[0-9a-fA-F:]+\]|[0-9.]+):[0-9]{1,5}$ ]] && is_address "$(host_of "$1")"; }

host_of() { # host_of URL: the address in it
  local host=${1#https://}
  host=${host%:*} host=${host#[}
  echo "${host%]}"
}

need_file() { # need_file OPTION FILE
  [ -n "$2" ] || refuse "$1 is missing" "run $0 --help"
  { [ -r "$2" ] && [ -f "$2" ]; } || refuse "$1 names $2, which is not a readable file" "give the path of a file"
}

is_name() { [[ $1 =~ ^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$ ]]; }

check_arguments() {
  check_common
  case $kind in
    nodes) check_nodes ;;
    hosted) check_hosted ;;
    managed) check_managed ;;
  esac
  check_ranges
}

check_common() {
  local each
  for each in kubectl openssl; do
    command -v "$each" >/dev/null || refuse "$each is not installed" "install it"
  done
  [[ $name =~ ^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$ ]] ||
    refuse "\"$name\" is not a valid --name" "use small letters, digits and dashes, 50 at most"
  [[ $namespace =~ ^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$ ]] ||
    refuse "\"$namespace\" is not a valid --namespace" "use small letters, digits and dashes, 63 at most"
  [[ $mode =~ ^(Observe|Approve|Automatic)$ ]] ||
    refuse "\"$mode\" is not a valid --mode" "use Observe, Approve or Automatic"
  [[ $days =~ ^[1-9][0-9]{0,3}$ ]] || refuse "\"$days\" is not a valid number of --days" "give --days 1 to 9999"
  need_file --management-kubeconfig "$management"
  need_file --target-kubeconfig "$target"
  [ -z "$admin_kubeconfig" ] || need_file --admin-kubeconfig "$admin_kubeconfig"
  is_name "$server_name" ||
    refuse "\"$server_name\" is not a valid --server-name" "give a name that the API server's certificate holds"
  if [ -n "$ca_cert$ca_key" ]; then need_file --ca-cert "$ca_cert"; need_file --ca-key "$ca_key"; fi
}

check_nodes() {
  local each
  [ -z "$hosted$managed" ] ||
    refuse "--node cannot be combined with --hosted or --managed" "give the one that fits this control plane"
  for each in ssh ssh-keygen; do
    command -v "$each" >/dev/null || refuse "$each is not installed" "install it"
  done
  [[ $ssh_user =~ ^[a-z_][a-z0-9_-]{0,30}$ ]] ||
    refuse "\"$ssh_user\" is not a valid --ssh-user" "give the user that install-node was given"
  [[ $ssh_port =~ ^[1-9][0-9]{0,4}$ && $ssh_port -le 65535 ]] ||
    refuse "\"$ssh_port\" is not a valid --ssh-port" "give --ssh-port 1 to 65535"
  need_file --ssh-key "$ssh_key"
  need_file --known-hosts "$known_hosts"
  [ ${#nodes[@]} -gt 0 ] ||
    refuse "--node is missing" "give the address of each control-plane node, or --hosted or --managed"
  for each in "${nodes[@]}"; do
    is_address "$each" || refuse "\"$each\" is not a valid address for --node" \
      "give an address like 10.0.0.6, because names may not resolve in an outage"
  done
  quiet ssh-keygen -y -P '' -f "$ssh_key" </dev/null ||
    refuse "--ssh-key $ssh_key is not a private key, has a passphrase, or others may read it" \
      "make one with: ssh-keygen -t ed25519 -N '' -f halligan-key"
  for each in "${nodes[@]}"; do check_pins "$each"; done
}

check_pins() { # check_pins ADDRESS: the operator reads lines of keys, plain or hashed, and those that revoke one
  local lines fix="add the lines that install-node printed on that node to $known_hosts" kinds revoked
  kinds='(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)|ssh-rsa)'
  lines=$(ssh-keygen -F "$(host_name "$1")" -f "$known_hosts" 2>/dev/null | grep -v '^#') ||
    refuse "--known-hosts has no key of $1" "$fix"
  revoked=$(sed -n 's/^@revoked  *[^ ]*  *[^ ]*  *\([^ ]*\).*/\1/p' <<<"$lines")
  grep -vqE '^@' <<<"$lines" ||
    refuse "--known-hosts has no key of $1, only a host authority or a revoked key, which pin none" "$fix"
  lines=$(grep -E "^[^@ ][^ ]* +$kinds " <<<"$lines") ||
    refuse "--known-hosts has no key of $1 of a kind that the operator knows (ed25519, ecdsa, rsa)" "$fix"
  [ -z "$revoked" ] || ! grep -qF "$revoked" <<<"$lines" ||
    refuse "--known-hosts both pins and revokes the key of $1" \
      "remove the line that is out of date from $known_hosts"
}

check_hosted() {
  [ -r "$here/../operator/hosted/rbac.yaml" ] ||
    refuse "there is no operator/hosted beside $here" "run enroll-cluster in a clone of its repository"
  [ -z "$managed" ] ||
    refuse "--hosted cannot be combined with --managed" "give the one that fits this control plane"
  [[ $hosted =~ ^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(/[a-z0-9][a-z0-9.-]*)?$ ]] ||
    refuse "\"$hosted\" is not valid for --hosted" "write it like tenant-a, or tenant-a/kube-apiserver"
  [[ $controllers =~ ^(none|(Deployment|StatefulSet)/[a-z0-9][a-z0-9.-]*)?$ ]] ||
    refuse "\"$controllers\" is not a valid --controller-manager" \
      "write it like Deployment/kube-controller-manager, or give none"
  [[ $owner =~ ^(none|\{.*\})?$ ]] ||
    refuse "\"$owner\" is not a valid --owner" "write it in braces, as docs/hosted.md has it, or give none"
  is_name "$container" ||
    refuse "\"$container\" is not a valid --container" "give the name of the API server's container"
  [ ${#endpoints[@]} -gt 0 ] ||
    refuse "--endpoint is missing" "give the addresses at which the hosted API server answers"
}

check_managed() {
  [ ${#endpoints[@]} -gt 0 ] ||
    refuse "--endpoint is missing" "give the addresses at which the provider's API server answers"
}

check_ranges() {
  local each range
  [ ${#admins[@]} -gt 0 ] ||
    refuse "--admin-cidr is missing" "give the ranges that must never be fenced: the operator's and your own"
  for each in "${admins[@]}"; do
    is_cidr "$each" ||
      refuse "\"$each\" is not a valid CIDR for --admin-cidr, or holds every address" "write it like 10.0.0.0/24"
  done
  for each in ${clients[@]+"${clients[@]}"}; do
    [[ $each =~ ^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?=.+$ ]] ||
      refuse "\"$each\" is not a valid --client" "write it like nodes=10.89.0.0/24"
    [ "${each%%=*}" != rest ] ||
      refuse "--client cannot be named rest, which stands for all others" "leave it out, or give it another name"
    for range in $(tr , ' ' <<<"${each#*=}"); do
      is_cidr "$range" ||
        refuse "\"$range\" is not a valid CIDR for --client ${each%%=*}" "write it like 10.244.0.0/16"
    done
  done
  for each in ${endpoints[@]+"${endpoints[@]}"}; do
    is_endpoint "$each" ||
      refuse "\"$each\" is not a valid --endpoint" "give https, an address and a port, like https://10.0.0.6:6443"
  done
  [ ${#endpoints[@]} -gt 0 ] || for each in "${nodes[@]}"; do
    case $each in *:*) endpoints+=("https://[$each]:6443") ;; *) endpoints+=("https://$each:6443") ;; esac
  done
}
