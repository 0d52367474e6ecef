# shellcheck shell=bash disable=SC2154,SC2034 # tests, scripts and place are set by ../test and world.sh
# A fence stands where the API server listens, and was asked for by somebody whom it lets pass.

no_table() { ! quiet on_node nft list table inet halligan || flunk "there is a table"; }

isolate_at() { node isolate --port "$1" --admins 10.77.1.0/24 --own 10.77.0.1 --ttl 30; }

test_a_fence_at_another_port_than_the_servers_is_refused() {
  start_server
  start_program balancer 8443 relay 8443 10.77.0.1 6443
  start_program sshd 2222 serve 2222
  for port in 8443 2222 6444; do
    isolate_at $port
    claim_refused WrongPort 3
    claim '(.message | contains("6443")) and (.fix | contains("--port 6443"))'
    node check --port $port --admins 10.77.1.0/24 --own 10.77.0.1
    claim_refused WrongPort 3
    no_table
  done
  isolate_at 6443
  claim_ok
}

test_a_dead_server_is_fenced_at_its_manifests_port_only() {
  start_program sshd 22 serve 22
  isolate_at 22
  claim_refused WrongPort 3
  claim '.message | contains("sshd listens on port 22")'
  isolate_at 7443
  claim_refused WrongPort 3
  no_table
  isolate_at 6443
  claim_ok
  claim '.ports == [6443]'
  node lift
  on_node sed -i 's/--secure-port=6443/--secure-port=7443/' /etc/kubernetes/manifests/kube-apiserver.yaml
  isolate_at 7443
  claim_ok
  node lift
  on_node sed -i '/--secure-port/d' /etc/kubernetes/manifests/kube-apiserver.yaml
  isolate_at 6443
  claim_ok
}

test_a_dead_server_is_fenced_where_it_listened_last() {
  start_server 7443
  node status
  claim '.apiServer.ports == [7443]'
  node status
  claim '.apiServer.ports == [7443]'
  on_node pkill -KILL -x kube-apiserver
  until_true 5 deaf 7443
  node status
  claim '.apiServer.ports == [] and .apiServer.running == false'
  isolate_at 7443
  claim_ok
  node lift
  start_program nginx 7443 serve 7443
  isolate_at 7443
  claim_refused WrongPort 3
  claim '.message | contains("nginx")'
}

test_a_server_inside_another_process_is_fenced() {
  start_program k3s-server 6443 serve 6443
  isolate_at 6443
  claim_ok
  claim_connect of refused
}

test_a_server_that_has_not_quite_ended_hides_nobody() {
  start_server
  for _ in 1 2 3; do on_node_detached "$place/programs/kube-apiserver" -c 'import time; time.sleep(60)'; done
  # shellcheck disable=SC2016
  until_true 5 eval '[ "$(on_node pgrep -cx kube-apiserver)" = 4 ]'
  isolate_at 6443
  claim_ok
}

test_a_server_that_moves_behind_the_fence_is_told() {
  start_server
  isolate_at 6443
  node status
  claim '.fence.holds == true'
  on_node pkill -KILL -x kube-apiserver
  start_server 7443
  node status
  claim '.fence.holds == false and (.fence.why | contains("7443")) and .apiServer.ports == [7443]'
}

test_a_caller_that_nobody_knows_is_refused_over_ssh() {
  local words="--port 6443 --admins 10.77.1.0/24 --own 10.77.0.1" from
  start_server
  for from in '' 'UNKNOWN 65535 UNKNOWN 65535'; do
    code=0
    for verb in "isolate $words --ttl 30" "check $words"; do
      answer=$(on_node SSH_ORIGINAL_COMMAND="$verb" SSH_CONNECTION="$from" "$halligan_node" --ssh) || code=$?
      claim_refused CallerUnknown 3
    done
  done
  answer=$(on_node SSH_ORIGINAL_COMMAND="isolate $words --ttl 30" "$halligan_node" --ssh) || code=$?
  claim_refused CallerUnknown 3
  SSH_CONNECTION='UNKNOWN 65535 UNKNOWN 65535' isolate
  claim_refused CallerUnknown 3
  no_table
  over_ssh status ''
  claim_ok
  isolate # a person at the node's own shell
  claim_ok
  claim '.note | contains("own shell")'
}

test_check_says_what_isolate_would_and_changes_nothing() {
  local asked=(check --port 6443 --admins 10.77.1.0/24 --own "$node_address")
  start_server
  start_program balancer 8443 relay 8443 10.77.0.1 6443
  node "${asked[@]}"
  claim_ok
  claim '.verb == "check" and .ports == [6443, 8443]'
  no_table
  SSH_CONNECTION="10.77.3.66 50000 10.77.0.1 22" node "${asked[@]}"
  claim_refused CallerNotAdmitted 3
  isolate
  node admit --cohort nodes --cidrs 10.77.2.0/24 --share 100
  on_node nft -s list table inet halligan >"$place/before"
  node "${asked[@]}"
  claim_ok
  on_node nft -s list table inet halligan | diff "$place/before" - || flunk "check changed the rules"
  node status
  claim '.fence.holds == true'
}

test_check_says_why_the_kernel_would_refuse() {
  refusing_nft
  HALLIGAN_PATH=$place/tools node check --port 6443 --admins 10.77.1.0/24 --own "$node_address"
  claim_refused KernelRefused 1
  claim '.message | contains("Operation not supported")'
}

without_hash() { # an nft as on a kernel without CONFIG_NFT_HASH
  tools_without nft
  # shellcheck disable=SC2016
  printf '%s\n' '#!/bin/sh' 'case "$*" in *-f*) ;; *) exec /usr/sbin/nft "$@" ;; esac' \
    'rules=$(cat)' 'refusal="Error: Could not process rule: No such file or directory"' \
    'case $rules in *jhash*) echo "$refusal" >&2; exit 1 ;; esac' \
    'printf "%s\n" "$rules" | exec /usr/sbin/nft "$@"' >"$place/tools/nft"
  chmod +x "$place/tools/nft"
}

test_shares_without_a_hash_are_stable_nested_and_about_right() {
  local share few='' many
  start_server
  without_hash
  HALLIGAN_PATH=$place/tools node check --port 6443 --admins 10.77.1.0/24 --own "$node_address"
  claim_ok
  claim '.note | contains("no nft hash")'
  HALLIGAN_PATH=$place/tools isolate 60
  for share in 1 25 60; do
    HALLIGAN_PATH=$place/tools node admit --cohort crowd --cidrs 10.77.9.0/24,fd77::3:0/112 --share $share
    claim_ok
    claim '.note | contains("no nft hash")'
    many=$(tcp cr crowd "$node_address" 6443 10.77.9 0 255)
    between "$(wc -w <<<"$many")" $((share * 256 / 100)) $((share * 256 / 100 + 1)) "admitted of 256 at $share %"
    same "$(tr ' ' '\n' <<<"$few" | grep -vxFf <(tr ' ' '\n' <<<"$many") || :)" "" "thrown out by a larger share"
    few=$many
  done
  HALLIGAN_PATH=$place/tools isolate 60
  claim_ok
  same "$(tcp cr crowd "$node_address" 6443 10.77.9 0 255)" "$many" "the admitted after another isolate"
}

test_addresses_of_services_and_pods_are_not_the_hosts() {
  local n
  { echo "link add kube-ipvs0 type bridge"; echo "link add cni0 type bridge"; echo "addr add 10.88.0.1/16 dev cni0"
    for n in $(seq 0 1999); do echo "addr add 10.233.$((n / 250)).$((n % 250 + 1))/32 dev kube-ipvs0"; done
  } >"$place/batch"
  ip -n "$world-cp" -batch "$place/batch"
  node status
  printf 'link del kube-ipvs0\nlink del cni0\n' | ip -n "$world-cp" -batch -
  claim '.addresses == ["10.77.0.1", "fd77::1"]'
}

test_addresses_of_dummy_devices_are_not_the_hosts_but_for_the_advertised_one() {
  tools_without ip
  # shellcheck disable=SC2016 # as ip says it; the test's kernel has no dummy devices
  printf '%s\n' '#!/bin/sh' 'cat >/dev/null' \
    'echo "7: dummy0: <BROADCAST,NOARP,UP,LOWER_UP> mtu 1500 qdisc noqueue state UNKNOWN"' \
    'for a in 10.77.0.1 10.77.0.2; do echo "7: dummy0    inet $a/32 scope global dummy0"; done' \
    'echo "8: bond0    inet 10.9.0.1/24 scope global bond0"' >"$place/tools/ip"
  chmod +x "$place/tools/ip"
  HALLIGAN_PATH=$place/tools node status
  claim '.addresses == ["10.77.0.1", "10.9.0.1"]'
}

test_thousands_of_own_addresses_prevent_no_fence() {
  local own
  start_server
  own=$(for n in $(seq 0 3999); do printf '10.233.%d.%d,' $((n / 250)) $((n % 250 + 1)); done)$node_address
  hold of of "$node_address" 6443 5 silent
  until_true 5 grep -q open "$place/of"
  over_ssh "isolate --port 6443 --admins 10.77.1.0/24 --own $own --ttl 30"
  claim_ok
  claim '.dropped == 1'
  claim_connect of refused
  until_true 5 grep -q dead "$place/of"
}

test_only_the_api_port_of_a_balancer_with_several_is_fenced() {
  local n
  start_server
  start_program balancer 8443 relay 8443 "$node_address" 6443 8080
  for n in 1 2 3; do
    hold in$n of "$node_address" 8443 20 silent
    hold web$n n1 "$node_address" 8080 20
  done
  for n in in1 in2 in3 web1 web2 web3; do until_true 5 grep -q open "$place/$n"; done
  isolate
  claim '.ports == [6443, 8443]'
  same "$(connects n2 "$node_address" 8080)" open "a visitor of what else the balancer serves"
  for n in 1 2 3; do ! grep -q dead "$place/web$n" || flunk "a visitor lost a connection"; done
}

test_others_are_dropped_before_anybody_looks_for_unknown_balancers() {
  start_server
  start_program balancer 8443 relay 8443 "$node_address" 6443
  node check --port 6443 --admins 10.77.1.0/24 --own "$node_address"
  claim '.ports == [6443, 8443]'
  hold of of "$node_address" 6443 30
  until_true 5 grep -q open "$place/of"
  tools_without ss
  # shellcheck disable=SC2016
  printf '%s\n' '#!/bin/sh' '# as on a drowned host' 'case $1 in -Htnp) sleep 9 ;; esac' 'exec /usr/bin/ss "$@"' \
    >"$place/tools/ss"
  chmod +x "$place/tools/ss"
  HALLIGAN_PATH=$place/tools isolate &
  until_true 6 grep -q dead "$place/of"
  same "$(connects n1 "$node_address" 8443)" refused "a stranger through a balancer that was known"
  [ -d "/proc/$!" ] || flunk "isolate has ended: nothing was shown"
  wait $!
}

test_a_port_that_is_no_balancers_any_more_is_given_back() {
  start_server
  start_program balancer 8443 relay 8443 "$node_address" 6443
  node check --port 6443 --admins 10.77.1.0/24 --own "$node_address"
  on_node pkill -KILL -f 'relay 8443'
  until_true 5 deaf 8443
  start_program web 8443 serve 8443
  isolate
  claim '.ports == [6443]'
  same "$(connects n1 "$node_address" 8443)" open "a visitor of the program that came instead"
  holds
}
