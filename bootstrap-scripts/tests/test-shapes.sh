# shellcheck shell=bash disable=SC2154,SC2016 # tests, scripts and place are set by ../test and world.sh
# Manifests, processes and control groups as other tools than kubeadm make them: what is unknown is refused, and named.

limits() { # limits LINE...: the fixture with these lines under limits:
  resources "    resources:
      limits:
$(printf '        %s\n' "$@")
      requests:
        cpu: 250m"
}

grows_two_lines() {
  node grow --cpu 1500 --memory 1200 --live-within 10
  claim_ok || return 1
  same "$(diff "$place/before" <(on_node cat "$manifest") | grep -c '^>')" 2 "changed lines" || return 1
  node shrink
  manifest_is "$place/before"
}

is_refused() {
  node grow --cpu 1500 --memory 1200 --live-within 10
  claim_refused NoManifest 3 && manifest_is "$place/before"
}

test_an_unknown_word_under_limits_is_not_taken_for_no_limit() {
  local line
  for line in '"cpu": 600m' "'memory': 600Mi" '<<: *size' 'cpu : 600m' '? cpu' 'CPU: 600m' 'cpu: 600m # half' \
    'cpu: &half 600m' 'cpu: *half' 'cpu: >-' 'example.com/gpu: 1'; do
    limits "$line" 'memory: 600Mi'
    is_refused || flunk "for $line"
  done
  resources $'    resources:\n      limits:\n        cpu:\n          600m'
  is_refused || flunk "for a value on a line of its own"
  with_limits 600m 600Mi
  sed -i 's/^  hostNetwork: true/&\n  resources:\n    limits:\n      cpu: 700m/' "$place/before"
  on_node cp "$place/before" "$manifest"
  is_refused || flunk "for limits of the whole pod"
}

test_other_limits_stay_as_they_are() {
  limits 'cpu: 600m' 'ephemeral-storage: 2Gi' 'memory: 600Mi' 'hugepages-2Mi: 4Mi'
  grows_two_lines
  limits '# cpu: 2, as before the move' 'cpu: 600m' '' 'memory: 600Mi'
  grows_two_lines
}

test_a_flag_whose_value_is_a_word_of_its_own_is_not_set_a_second_time() {
  with_limits 600m 600Mi
  sed -i 's/^    - --max-requests-inflight=400/    - --max-requests-inflight\n    - "400"/' "$place/before"
  on_node cp "$place/before" "$manifest"
  node grow --cpu 0 --memory 0 --flag max-requests-inflight=100 --live-within 10
  claim_refused NoManifest 3
  manifest_is "$place/before"
  node grow --cpu 1500 --memory 0 --live-within 10
  claim_ok
}

test_what_has_no_limit_is_said() {
  resources $'    resources:\n      requests:\n        cpu: 250m'
  node grow --cpu 1500 --memory 1200 --live-within 10
  claim_ok
  claim '.note | contains("CPU memory")'
  resources $'    resources:\n      limits:\n        memory: 600Mi'
  node grow --cpu 1500 --memory 1200 --live-within 10
  claim '.note | contains("CPU")'
  node shrink
  with_limits 600m 600Mi
  node grow --cpu 1500 --memory 1200 --live-within 10
  claim '.started and (has("note") | not)'
}

test_a_manifest_of_another_name_is_named() {
  on_node sh -c 'cd /etc/kubernetes/manifests && mv kube-apiserver.yaml kube-apiserver.manifest &&
    mv kube-controller-manager.yaml kube-controller-manager.manifest'
  node grow --cpu 1500 --memory 0
  claim_refused NoManifest 3
  claim '.message | contains("manifests/kube-apiserver.manifest")'
  node freeze --ttl 30
  claim_refused NoManifest 3
  claim '.message | contains("manifests/kube-controller-manager.manifest")'
}

test_a_component_inside_another_program_is_named() {
  on_node rm -rf /etc/kubernetes/manifests
  mkdir -p "$place/whole"
  cp "$(command -v sleep)" "$place/whole/k3s-server"
  on_node_detached "$place/whole/k3s-server" 30
  until_true 3 quiet on_node pgrep -x k3s-server
  node freeze --ttl 30
  claim_refused NoManifest 3
  claim '.message | contains("k3s-server")'
  node grow --cpu 1500 --memory 0
  claim_refused NoManifest 3
  claim '.message | contains("k3s-server")'
}

in_service() { # in_service CPU-MILLIS BYTES: the API server as a service of systemd, in a slice with a limit of its own
  local slice=halligan-test-$$/system.slice cpu memory
  busy_server
  cpu=$(control_groups cpu)/$slice/kube-apiserver.service memory=$(control_groups memory)/$slice/kube-apiserver.service
  slice_limit=$(dirname "$memory")/memory.limit_in_bytes
  if ! [ -f /sys/fs/cgroup/cgroup.controllers ]; then
    mkdir -p "$cpu" "$memory"
    echo 314572800 >"$slice_limit"
    echo $(($1 * 100)) >"$cpu/cpu.cfs_quota_us"
    echo "$2" >"$memory/memory.limit_in_bytes"
  else
    local folder=/sys/fs/cgroup
    mkdir -p "$memory"
    for part in halligan-test-$$ system.slice ''; do
      echo "+cpu +memory" >"$folder/cgroup.subtree_control"
      folder=$folder/$part
    done
    slice_limit=$(dirname "$memory")/memory.max
    echo 314572800 >"$slice_limit"
    echo "$(($1 * 100)) 100000" >"$cpu/cpu.max"
    echo "$2" >"$memory/memory.max"
  fi
  on_node sh -c 'echo $$ >"$1/cgroup.procs"; echo $$ >"$2/cgroup.procs"; exec setsid "$3" -c "sleep 60; :"' \
    sh "$cpu" "$memory" "$place/bin/kube-apiserver" </dev/null >/dev/null 2>&1 &
  until_true 5 quiet on_node pgrep -x kube-apiserver
}

test_a_service_grows_in_its_own_group_and_the_slice_stays() {
  on_node rm -f "$manifest"
  in_service 300 104857600
  node grow --cpu 600 --memory 0
  local by_restart=$answer
  node grow --cpu 600 --memory 400 --manner in-place
  local in_place=$answer slice
  slice=$(cat "$slice_limit")
  node status
  local after=$answer
  node shrink
  remove_groups
  same "$slice" 314572800 "limit of the slice"
  answer=$by_restart
  claim '.reason == "NoManifest" and (.message | contains("kube-apiserver.service"))'
  answer=$in_place
  claim '.started'
  answer=$after
  claim '.apiServer.cpuLimitMillis == 600 and .apiServer.memoryLimitBytes == 419430400'
}

test_a_limit_of_memory_and_swap_grows_along() {
  local folder swap
  limited_server
  folder=$(control_groups memory)/halligan-test-$$/kubepods/burstable/pod0123456789abcdef0123456789abcdef/c1
  swap=$folder/memory.memsw.limit_in_bytes
  [ -f "$swap" ] || swap=$folder/memory.max # where the two are apart
  echo 104857600 >"$swap"
  node grow --cpu 600 --memory 200 --manner in-place
  claim_ok
  same "$(cat "$swap")" 209715200 "limit of memory and swap"
  node shrink
  claim '.shrunk'
  local left
  left=$(cat "$swap")
  remove_groups
  same "$left" 104857600 "limit of memory and swap afterwards"
}

test_another_program_with_the_same_first_letters_is_no_controller_manager() { # the kernel keeps fifteen
  with_systemctl
  crashed 60
  cp "$(command -v sleep)" "$place/kube-controllers"
  on_node_detached "$place/kube-controllers" 20
  until_true 3 quiet on_node pgrep -x kube-controller
  restart_kubelet
  claim '.restarted == true and .heldBack == ["kube-controller-manager"]'
}
