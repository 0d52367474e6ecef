# shellcheck shell=bash disable=SC2154 # tests, scripts and place are set by ../test and world.sh
# Which process is the API server, or the controller-manager, of this node: several may have the name, or none.

own_pod=0123456789abcdef0123456789abcdef               # as the kubelet names a static pod
tenants_pod=0f0e0d0c-1111-2222-3333-444455556666       # as an API server names a pod

program() { # program NAME: a copy of python by that name, whose path is printed
  mkdir -p "$place/programs"
  [ -x "$place/programs/$1" ] || cp "$(readlink -f "$python")" "$place/programs/$1"
  echo "$place/programs/$1"
}

in_pod() { # in_pod UID PROGRAM PORT WORD...: serves there, in that pod's control groups
  run_limited "$1" 300 104857600 "$(program "$2")" "$tests/tcp.py" serve "$3" "${@:4}"
  until_true 20 listening "$3"
}

pid_at() { on_node ss -Hltnp "sport = :$1" | sed 's/.*pid=//; s/,.*//' | head -n 1; }

end_all() { on_node pkill -KILL -f tcp.py; sleep 0.3; sweep_groups; }

test_of_several_api_servers_ours_is_told_from_a_tenants() {
  local ours status grown theirs
  in_pod $own_pod kube-apiserver 6443
  in_pod $tenants_pod kube-apiserver 7443
  ours=$(pid_at 6443)
  node status
  status=$answer
  node grow --cpu 600 --memory 0 --manner in-place
  grown=$answer
  node status
  theirs=$(control_groups cpu)/halligan-test-$$/kubepods/burstable/pod$tenants_pod/c1
  theirs=$(cat "$theirs/cpu.cfs_quota_us" 2>/dev/null || cat "$theirs/cpu.max")
  end_all
  claim '.apiServer.cpuLimitMillis == 600'
  answer=$status
  claim ".apiServer.pid == $ours and .apiServer.ports == [6443]"
  answer=$grown
  claim '.started'
  same "${theirs%% *}" 30000 "limit of the tenant's server"
}

test_a_tenants_api_server_alone_is_not_ours() {
  local status
  in_pod $tenants_pod kube-apiserver 7443
  node status
  status=$answer
  node isolate --port 6443 --admins 10.77.1.0/24 --own 10.77.0.1 --ttl 30
  end_all
  claim_ok
  answer=$status
  claim '.apiServer.running == false and .apiServer.ports == []'
}

test_without_control_groups_the_port_tells() {
  local word
  for word in --secure-port=7443 '--secure-port 7443'; do
    # shellcheck disable=SC2086
    start_program kube-apiserver 7443 serve 7443 -- $word
    node status
    claim '.apiServer.running == false'
    start_program kube-apiserver 6443 serve 6443 -- --secure-port=6443
    node status
    claim ".apiServer.pid == $(pid_at 6443) and .apiServer.ports == [6443]"
    on_node pkill -KILL -f tcp.py
    until_true 5 deaf
  done
}

test_of_two_without_a_sign_the_one_that_listens_is_ours() {
  start_program kube-apiserver 7443 serve 7443
  start_server
  start_program kube-apiserver 7444 serve 7444
  node status
  claim ".apiServer.pid == $(pid_at 6443)"
}

test_an_api_server_of_another_name_is_known_by_its_flag() {
  start_program kube-apiserver-amd64-v1.36 6443 serve 6443 -- --service-account-signing-key-file=/etc/kubernetes/pki/sa.key
  node status
  claim ".apiServer.running == true and .apiServer.pid == $(pid_at 6443) and .apiServer.ports == [6443]"
}

test_of_all_in_hyperkube_the_api_server_is_told() {
  start_program hyperkube 6443 serve 6443
  node status
  claim '.apiServer.running == null'
  on_node pkill -KILL -x hyperkube
  until_true 5 deaf
  cp "$tests/tcp.py" "$place/programs/apiserver"
  # shellcheck disable=SC2016
  on_node_detached sh -c 'cd "$1" && exec ./hyperkube apiserver serve 6443' - "$place/programs"
  until_true 20 listening 6443
  node status
  claim ".apiServer.pid == $(pid_at 6443)"
}

controllers() { # controllers PROGRAM WORD...: one that sleeps
  cp "$(command -v dash)" "$place/$1"
  on_node_detached "$place/$1" -c 'sleep 30; :' "$@"
  until_true 3 quiet on_node pgrep -x "$(printf %.15s "$1")"
}

test_a_controller_manager_with_its_version_in_its_name_is_not_held_back() {
  with_systemctl
  crashed 60
  controllers kube-controller-manager-v1.36 --kubeconfig=/etc/kubernetes/controller-manager.conf
  restart_kubelet
  claim '.restarted == false and .heldBack == []'
}

test_a_tenants_controller_manager_is_not_ours() {
  with_systemctl
  crashed 60
  run_limited $tenants_pod 300 104857600 "$(program kube-controller-manager)" "$tests/tcp.py" serve 10257
  until_true 20 listening 10257
  restart_kubelet
  end_all
  claim '.restarted == true and .heldBack == ["kube-controller-manager"]'
}

wake() { HALLIGAN_PATH=$place/tools:/usr/sbin:/usr/bin:/sbin:/bin node wake; }

test_an_operator_of_an_earlier_version_reads_what_became_of_wake() {
  with_systemctl
  crashed 60
  wake
  claim '.woken == true and .restarted == true and .heldBack == ["kube-controller-manager"]'
  wake
  claim '.woken == false'
}
