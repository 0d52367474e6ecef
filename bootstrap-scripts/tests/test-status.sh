# shellcheck shell=bash disable=SC2154 # tests, scripts and place are set by ../test and world.sh
# What status says of the API server's process, its limits, restarts and out-of-memory kills.

run_limited() { # run_limited UID CPU-MILLIS BYTES COMMAND...: in a container's control groups under a pod's
  local pod=halligan-test-$$/kubepods/burstable/pod$1 cpu memory
  cpu=$(control_groups cpu)/$pod/c1 memory=$(control_groups memory)/$pod/c1
  mkdir -p "$cpu" "$memory"
  if [ -f "$cpu/cpu.cfs_quota_us" ]; then
    echo $(($2 * 100)) >"$cpu/cpu.cfs_quota_us"
    echo "$3" >"$memory/memory.limit_in_bytes"
  else
    local folder=/sys/fs/cgroup
    for part in halligan-test-$$ kubepods burstable "pod$1"; do echo "+cpu +memory" >"$folder/cgroup.subtree_control"; folder=$folder/$part; done
    echo "+cpu +memory" >"$folder/cgroup.subtree_control"
    echo "$(($2 * 100)) 100000" >"$cpu/cpu.max"
    echo "$3" >"$memory/memory.max"
  fi
  shift 3
  # shellcheck disable=SC2016
  on_node sh -c 'echo $$ >"$1/cgroup.procs"; echo $$ >"$2/cgroup.procs"; shift 2; exec setsid "$@"' sh "$cpu" "$memory" "$@" </dev/null >/dev/null 2>&1 &
}

remove_groups() {
  quiet on_node pkill -KILL -x kube-apiserver || :
  sleep 0.3
  sweep_groups
}

busy_server() { # a process named kube-apiserver that burns a processor
  cp "$(command -v dash)" "$place/www-$$-kube-apiserver"
  mkdir -p "$place/bin"
  mv "$place/www-$$-kube-apiserver" "$place/bin/kube-apiserver"
}

test_status_of_a_node_without_anything_is_all_null() {
  on_node rm -f /etc/kubernetes/manifests/kube-apiserver.yaml
  node status
  claim_ok
  claim '.caller == null and .addresses == ["10.77.0.1", "fd77::1"]'
  claim '.apiServer == {"present": false, "running": false, "pid": null, "cpuMillis": null, "cpuLimitMillis": null, "memoryBytes": null, "memoryLimitBytes": null, "oomKills": null, "restarts": null, "startedAt": null, "connections": 0, "ports": []}'
  claim '.fence == {"up": false, "expiresInSeconds": 0, "admins": [], "cohorts": [], "rejected": 0, "holds": null, "why": null, "ports": []}'
}

test_status_measures_the_process_and_its_control_groups() {
  busy_server
  run_limited 0123456789abcdef0123456789abcdef 300 104857600 "$place/bin/kube-apiserver" -c 'while :; do :; done'
  until_true 5 quiet on_node pgrep -x kube-apiserver
  sleep 1
  node status
  remove_groups
  claim '.apiServer.running and .apiServer.pid > 1 and .apiServer.cpuLimitMillis == 300 and .apiServer.memoryLimitBytes == 104857600'
  claim '.apiServer.cpuMillis > 50 and .apiServer.cpuMillis < 700'
  claim '.apiServer.memoryBytes > 100000 and .apiServer.memoryBytes < 10000000'
  claim "(.apiServer.startedAt - $(date +%s)) | fabs < 10"
}

test_a_server_of_another_network_namespace_is_not_ours() {
  busy_server
  on_node_detached unshare --net "$place/bin/kube-apiserver" -c 'sleep 60; :'
  until_true 5 quiet on_node pgrep -x kube-apiserver
  node status
  claim '.apiServer.running == false'
}

test_out_of_memory_kills_add_up_over_containers_and_pods() {
  local uid round
  busy_server
  for round in 1 2 3; do
    uid=$(printf 'aaaa%028d' $((round / 2 + $$)))
    on_node mkdir -p "/var/log/pods/kube-system_kube-apiserver-cp_$uid/kube-apiserver"
    on_node touch "/var/log/pods/kube-system_kube-apiserver-cp_$uid/kube-apiserver/0.log"
    # shellcheck disable=SC2016
    run_limited "$uid" 1000 8388608 "$place/bin/kube-apiserver" -c 'x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done'
    wait $! || :
    sleep 0.3
    node status
    remove_groups
    claim ".apiServer.oomKills == $round"
    node status
    claim ".apiServer.oomKills == $round"
  done
}

test_restarts_add_up_over_pods_and_log_rotation() {
  local pods=/var/log/pods
  node status
  claim '.apiServer.restarts == null'
  on_node mkdir -p $pods/kube-system_kube-apiserver-cp_aaaa/kube-apiserver $pods/kube-system_kube-controller-manager-cp_bbbb/kube-controller-manager
  on_node touch $pods/kube-system_kube-apiserver-cp_aaaa/kube-apiserver/{8.log,9.log,10.log,10.log.20260101-000000.gz} $pods/kube-system_kube-controller-manager-cp_bbbb/kube-controller-manager/99.log
  node status
  claim '.apiServer.restarts == 10'
  on_node rm -r $pods/kube-system_kube-apiserver-cp_aaaa
  on_node mkdir -p $pods/kube-system_kube-apiserver-cp_cccc/kube-apiserver
  on_node touch $pods/kube-system_kube-apiserver-cp_cccc/kube-apiserver/2.log
  node status
  claim '.apiServer.restarts == 12'
  node status
  claim '.apiServer.restarts == 12'
}

test_status_answers_within_a_second_on_a_starved_node() {
  local n took
  busy_server
  isolate 60
  node admit --cohort nodes --cidrs 10.77.2.0/24 --share 50
  on_node_detached "$place/bin/kube-apiserver" -c 'while :; do :; done'
  for ((n = 1; n < 4 * $(nproc); n++)); do on_node_detached sh -c 'while :; do :; done'; done
  sleep 0.5
  # As sshd runs it, in a session of its own; timed on the node itself: to enter the test's namespaces is not status.
  # shellcheck disable=SC2016
  mapfile -t took < <(on_node bash -c 'for n in 1 2 3 4 5; do
    began=$EPOCHREALTIME; SSH_ORIGINAL_COMMAND=status setsid --wait "$1" --ssh >"$2"; ended=$EPOCHREALTIME; echo $(((${ended/./} - ${began/./}) / 1000)); done' - "$halligan_node" "$place/status" | sort -n)
  jq -e '.apiServer.running and .fence.up' "$place/status" >/dev/null || flunk "$(cat "$place/status")"
  same "${#took[@]}" 5 "answers"
  between "${took[2]}" 0 1000 "median of ${took[*]} milliseconds"
  echo "status took ${took[*]} ms"
}

test_a_limit_above_what_the_host_has_is_none() {
  with_limits 6000m 600Mi
  host_size="4 33554432" node status
  claim '.apiServer.cpuLimitMillis == 4000'
  host_size="16 33554432" node status
  claim '.apiServer.cpuLimitMillis == 6000'
}
