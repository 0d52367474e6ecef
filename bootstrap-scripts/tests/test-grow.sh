# shellcheck shell=bash disable=SC2154,SC2016 # tests, scripts and place are set by ../test and world.sh
# What growing writes into the API server's manifest, and what shrinking brings back.

test_grow_edits_limits_and_shrink_brings_back_the_exact_bytes() {
  with_limits 600m 600Mi
  on_node chmod 600 "$manifest"
  start_kubelet
  node growth
  claim '.state == "none" and .sinceSeconds == null and .cpuLimitMillis == 600 and .memoryLimitBytes == 629145600'
  node grow --cpu 1500 --memory 1200 --live-within 10
  claim_ok
  claim '.started == true'
  sed 's/cpu: 600m/cpu: 1500m/; s/memory: 600Mi/memory: 1200Mi/' "$place/before" >"$place/expected"
  manifest_is "$place/expected"
  growth_becomes live
  claim '.sinceSeconds <= 10 and .cpuLimitMillis == 1500 and .memoryLimitBytes == 1258291200'
  node status
  claim '.grown and .apiServer.present and .apiServer.running and .apiServer.cpuLimitMillis == 1500'
  node shrink
  claim '.ok and .shrunk == true'
  manifest_is "$place/before"
  same "$(on_node stat -c %a "$manifest")" 600 "mode of the manifest"
  node shrink
  claim '.ok and .shrunk == false'
  node status
  claim '.grown == false'
  no_strangers
}

test_no_second_file_is_ever_in_the_manifests_folder() {
  with_limits 600m 600Mi
  tools_without mv
  # shellcheck disable=SC2016
  printf '#!/bin/sh\nls -A /etc/kubernetes/manifests >>%s\nexec /usr/bin/mv "$@"\n' "$place/seen" >"$place/tools/mv"
  chmod +x "$place/tools/mv"
  for verb in "grow --cpu 1500 --memory 0 --live-within 9" shrink "freeze --ttl 30" thaw; do
    # shellcheck disable=SC2086
    HALLIGAN_PATH=$place/tools node $verb
    claim_ok
  done
  same "$(sort -u "$place/seen" | paste -sd' ')" "kube-apiserver.yaml kube-controller-manager.yaml" "seen in the folder"
  manifest_is "$place/before"
}

test_grow_reads_a_manifest_with_quoted_strings() {
  with_limits '"600m"' '"600Mi"'
  sed 's/^    - \(.*\)$/    - "\1"/; s/"image: \(.*\)"/image: \1/' "$place/before" >"$place/quoted"
  on_node cp "$place/quoted" "$manifest"
  on_node grep -q '^    - "--secure-port=6443"$' "$manifest" || flunk "the fixture is not quoted"
  start_kubelet
  node grow --cpu 1500 --memory 1200 --live-within 10 --flag max-requests-inflight=200
  claim_ok
  in_manifest '        cpu: 1500m'
  in_manifest '        memory: 1200Mi'
  in_manifest '    - --max-requests-inflight=200'
  growth_becomes live
  node shrink
  claim .ok
  manifest_is "$place/quoted"
}

test_grow_leaves_what_has_no_limit_without() {
  local text
  start_kubelet
  for text in $'    resources:\n      requests:\n        cpu: 250m' '    resources: {}' '' \
    $'    resources:\n      requests:\n        cpu: 250m\n        memory: 1Gi'; do
    resources "$text"
    node grow --cpu 4000 --memory 4096 --live-within 10
    claim_ok
    manifest_is "$place/before"
    growth_becomes live
    claim '.cpuLimitMillis == null and .memoryLimitBytes == null'
    node shrink
    claim '.ok and .shrunk == false'
  done
  resources $'    resources:\n      limits:\n        memory: 600Mi'
  node grow --cpu 4000 --memory 1200 --live-within 10
  sed 's/memory: 600Mi/memory: 1200Mi/' "$place/before" >"$place/expected"
  manifest_is "$place/expected"
}

test_grow_reads_every_way_to_write_a_quantity_and_never_lowers() {
  local cpu memory to_cpu to_memory
  while read -r cpu memory to_cpu to_memory; do
    with_limits "$cpu" "$memory"
    node grow --cpu 1000 --memory 1000 --live-within 10
    claim_ok
    in_manifest "        cpu: $to_cpu"
    in_manifest "        memory: $to_memory"
    in_manifest "        cpu: 250m"
    node shrink
    manifest_is "$place/before"
  done <<'END'
600m 600Mi 1000m 1000Mi
"1" "1Gi" "1" "1Gi"
1 1G 1 1000Mi
0.6 500M 1000m 1000Mi
"0.5" 629145600 1000m 1000Mi
2 2097152k 2 2097152k
'100m' 1024Ki 1000m 1000Mi
END
  resources "    resources:
      requests:
        cpu: 250m
        memory: 100Mi
      limits:
        memory: 600Mi
        cpu: 600m"
  node grow --cpu 0 --memory 700 --live-within 10
  in_manifest '        cpu: 600m'
  in_manifest '        memory: 700Mi'
  in_manifest '        memory: 100Mi'
}

# shellcheck disable=SC2034 # host_size is read by on_node
test_grow_gives_no_more_than_the_host_has() {
  with_limits 600m 600Mi
  host_size="2 1048576"
  node grow --cpu 9000 --memory 9000 --live-within 10
  claim '.started and .cpuMillis == 2000 and .memoryMebibytes == 819'
  in_manifest '        cpu: 2000m'
  in_manifest '        memory: 819Mi'
  node shrink
  manifest_is "$place/before"
  host_size=
  node grow --cpu 1024000 --memory 16777216 --live-within 10
  claim ".cpuMillis == $(nproc)000 and .memoryMebibytes == $(awk '/^MemTotal/ { print int($2 / 1280) }' /proc/meminfo)"
}

test_growth_tells_the_size_before_the_first_growth() {
  local size
  with_limits 600m 600Mi
  start_kubelet
  for size in 600 1200 2400; do
    node grow --cpu $size --memory $size --live-within 10
    growth_becomes live
    claim ".cpuLimitMillis == $size and .cpuBeforeMillis == 600 and .memoryBeforeBytes == 629145600"
  done
  node shrink
  node growth
  claim '.cpuBeforeMillis == 600 and .memoryBeforeBytes == 629145600'
  resources $'    resources:\n      requests:\n        cpu: 250m'
  node growth
  claim '.cpuBeforeMillis == null and .memoryBeforeBytes == null'
}

test_growing_a_dead_server_that_is_as_large_as_it_gets_restarts_the_kubelet() {
  with_limits 600m 600Mi
  with_systemctl
  start_kubelet
  node grow --cpu 1200 --memory 0 --live-within 10
  growth_becomes live
  HALLIGAN_PATH=$place/tools:/usr/sbin:/usr/bin:/sbin:/bin node grow --cpu 1200 --memory 0 --live-within 10
  claim_ok
  on_node test ! -e /run/systemctl
  on_node pkill -KILL -x kube-apiserver
  HALLIGAN_PATH=$place/tools:/usr/sbin:/usr/bin:/sbin:/bin node grow --cpu 1200 --memory 0 --live-within 10
  claim_ok
  same "$(on_node cat /run/systemctl)" "--no-block restart kubelet" "asked of systemctl"
  node growth
  claim '.state == "starting"'
}

test_grow_changes_flags_and_adds_them() {
  with_limits 600m 600Mi
  node grow --cpu 0 --memory 0 --flag max-requests-inflight=100 --flag goaway-chance=0.02 --live-within 10
  claim_ok
  sed -e 's/--max-requests-inflight=400/--max-requests-inflight=100/' \
    -e '/^    - kube-apiserver$/a\    - --goaway-chance=0.02' "$place/before" >"$place/expected"
  manifest_is "$place/expected"
  node shrink
  manifest_is "$place/before"
}

test_a_manifest_of_unknown_shape_is_refused_and_untouched() {
  local change
  for change in 's/^    resources:/    resources: {limits: {cpu: 1}}/' 's/^      requests:/      limits: {cpu: 1}/' \
    's/^      requests:/\tlimits:/' 's/^  containers:/  containers: []/' \
    's/^    - kube-apiserver$/    - something-else/' 's/^  - command:/  - args:/' \
    's/^    - --/      - --/; s/^    - kube/      - kube/' 's/^  hostNetwork: true/  - name: second\n&/' 's/^/  /' \
    's/.*//' '1s/.*/{"kind":"Pod"}/;2,$d' 's/^      requests:/      claims:/' \
    's/250m/1 banana/; s/requests:/limits:/'; do
    sed "$change" "$tests/fixtures/kube-apiserver.yaml" >"$place/before"
    on_node cp "$place/before" "$manifest"
    node grow --cpu 1500 --memory 1500
    claim_refused NoManifest 3 || flunk "for: $change"
    manifest_is "$place/before"
  done
  on_node rm "$manifest"
  node grow --cpu 1500 --memory 1500
  claim_refused NoManifest 3
  node status
  claim '.apiServer.present == false'
  node shrink
  claim '.shrunk == false'
  quiet on_node ls /etc/kubernetes/kube-apiserver.yaml.before-halligan && flunk "something was kept"
  return 0
}
