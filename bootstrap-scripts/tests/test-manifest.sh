# shellcheck shell=bash disable=SC2154,SC2016 # tests, scripts and place are set by ../test and world.sh
# Growing the API server and freezing the controller manager through their manifests.

manifest=/etc/kubernetes/manifests/kube-apiserver.yaml

resources() { # resources TEXT: puts that in the place of the fixture's resources; empty: without resources
  awk -v text="$1" '/^    resources:/ { if (text != "") print text; skip = 2; next } skip-- > 0 { next } { print }' \
    "$tests/fixtures/kube-apiserver.yaml" >"$place/manifest"
  on_node cp "$place/manifest" "$manifest"
  cp "$place/manifest" "$place/before"
}

with_limits() { # with_limits CPU MEMORY
  resources "    resources:
      limits:
        cpu: $1
        memory: $2
      requests:
        cpu: 250m"
}

make_certificate() {
  mkdir -p "$place/www"
  [ -f "$place/tls.key" ] || quiet openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=kube-apiserver \
    -keyout "$place/tls.key" -out "$place/tls.crt"
}

start_kubelet() {
  make_certificate
  if [ ! -x "$place/kube-apiserver" ]; then
    cp "$(command -v openssl)" "$place/kube-apiserver"
    echo ok >"$place/www/livez"
  fi
  on_node_detached "$tests/fake-kubelet" "$place"
  until_true 5 listening 6443
}

manifest_is() { diff -u "$1" <(on_node cat "$manifest"); }

in_manifest() { on_node grep -qxF -- "$1" "$manifest" || flunk "no line '$1'"; }

growth_becomes() { # growth_becomes STATE
  local end=$((SECONDS + 15))
  while node growth && [ "$(jq -r .state <<<"$answer")" != "$1" ]; do
    [ "$SECONDS" -lt "$end" ] || flunk "growth never became $1: $answer" || return 1
    sleep 0.2
  done
}

no_strangers() {
  ! quiet on_node test -e /run/kubelet/strangers || flunk "the kubelet saw: $(on_node cat /run/kubelet/strangers)"
}

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

test_growth_that_does_not_come_back_is_put_back() {
  with_limits 600m 600Mi
  start_kubelet
  on_node sh -c 'echo "cpu: 1500m" >/run/kubelet/dies'
  node grow --cpu 1500 --memory 0 --live-within 2
  claim_ok
  until_true 12 quiet manifest_is "$place/before" # by the watcher alone: whoever asks would start another
  growth_becomes putback
  until_true 5 listening 6443
  node status
  claim '.grown == false'
  node shrink
  claim '.ok and .shrunk == false'
  on_node rm /run/kubelet/dies
  node grow --cpu 1500 --memory 0 --live-within 10
  growth_becomes live
  no_strangers
}

test_the_old_server_answering_is_no_proof() {
  with_limits 600m 600Mi
  start_kubelet
  on_node touch /run/kubelet/slow
  node grow --cpu 1500 --memory 0 --live-within 20
  sleep 2.5
  node growth
  claim '.state == "starting" and .sinceSeconds >= 2'
  on_node rm /run/kubelet/slow
  growth_becomes live
}

test_an_old_server_that_does_not_end_is_ended_where_a_kubelet_starts_another() {
  with_limits 600m 600Mi
  start_kubelet
  on_node touch /run/kubelet/polite
  on_node pkill -STOP -x kube-apiserver
  node grow --cpu 1500 --memory 0 --live-within 60
  sleep 7
  node growth
  claim '.state == "starting" and .sinceSeconds >= 6'
  on_node sh -c 'cp "$(command -v sleep)" /run/kubelet/kubelet && exec /run/kubelet/kubelet 60' &
  growth_becomes live
}

test_no_server_is_ended_once_a_person_took_the_growth_back() {
  local before
  with_limits 600m 600Mi
  start_kubelet
  on_node touch /run/kubelet/slow
  on_node sh -c 'cp "$(command -v sleep)" /run/kubelet/kubelet && exec /run/kubelet/kubelet 60' &
  on_node pkill -STOP -x kube-apiserver
  before=$(on_node pgrep -x kube-apiserver)
  node grow --cpu 1500 --memory 0 --live-within 60
  on_node tee "$manifest" <"$place/before" >/dev/null
  sleep 7
  [ "$(on_node pgrep -x kube-apiserver)" = "$before" ] || flunk "the server was ended"
}

test_a_server_that_was_down_and_comes_back_grown_is_live() {
  with_limits 600m 600Mi
  start_kubelet
  on_node sh -c 'echo "memory: 600Mi" >/run/kubelet/dies'
  on_node pkill -KILL -x kube-apiserver
  node status
  claim '.apiServer.running == false and .apiServer.pid == null and .apiServer.memoryLimitBytes == 629145600'
  node grow --cpu 0 --memory 1200 --live-within 10
  growth_becomes live
}

test_grow_twice_keeps_the_first_manifest() {
  with_limits 600m 600Mi
  start_kubelet
  node grow --cpu 1200 --memory 1200 --live-within 10
  node grow --cpu 1200 --memory 1200 --live-within 10
  claim_ok
  claim '.started == true'
  growth_becomes live
  node grow --cpu 1200 --memory 1200 --live-within 10
  claim_ok
  node growth
  claim '.state == "live"'
  node grow --cpu 2400 --memory 0 --live-within 10
  in_manifest '        cpu: 2400m'
  growth_becomes live
  node shrink
  claim '.shrunk'
  manifest_is "$place/before"
}

test_shrink_while_starting_ends_the_growth() {
  with_limits 600m 600Mi
  start_kubelet
  on_node sh -c 'echo "cpu: 1500m" >/run/kubelet/dies'
  node grow --cpu 1500 --memory 0 --live-within 3
  node shrink
  claim '.shrunk'
  node growth
  claim '.state == "none"'
  sleep 3.5
  manifest_is "$place/before"
  node growth
  claim '.state == "none"'
}

test_shrink_keeps_a_persons_edit() {
  with_limits 600m 600Mi
  start_kubelet
  node grow --cpu 1500 --memory 0 --live-within 10
  growth_becomes live
  on_node sed -i 's/--secure-port=6443/&\n    - --v=4/' "$manifest"
  on_node cat "$manifest" >"$place/theirs"
  for _ in 1 2; do
    node shrink
    claim '.ok and .shrunk == false and .keptTheirs == true'
    manifest_is "$place/theirs"
  done
  node status
  claim '.grown == false'
  node grow --cpu 3000 --memory 0 --live-within 10
  in_manifest '        cpu: 3000m'
  node shrink
  claim '.shrunk'
  manifest_is "$place/theirs"
}

test_growth_that_fails_keeps_a_persons_edit() {
  with_limits 600m 600Mi
  start_kubelet
  on_node sh -c 'echo "cpu: 1500m" >/run/kubelet/dies'
  node grow --cpu 1500 --memory 0 --live-within 3
  on_node sed -i 's/--secure-port=6443/&\n    - --v=4/' "$manifest"
  on_node cat "$manifest" >"$place/theirs"
  growth_becomes putback
  manifest_is "$place/theirs"
}

test_a_killed_watcher_is_revived_by_whoever_looks() {
  with_limits 600m 600Mi
  start_kubelet
  on_node sh -c 'echo "cpu: 1500m" >/run/kubelet/dies'
  node grow --cpu 1500 --memory 0 --live-within 2
  until_true 3 quiet on_node pkill -KILL -f -- '--keep-growth'
  sleep 3
  on_node grep -q 'cpu: 1500m' "$manifest" || flunk "the watcher was not dead"
  node growth
  growth_becomes putback
  manifest_is "$place/before"
}

test_live_is_asked_with_whatever_tool_is_there() {
  local without
  with_limits 600m 600Mi
  start_kubelet
  for without in "curl" "wget" "curl wget"; do
    # shellcheck disable=SC2086
    tools_without $without
    HALLIGAN_PATH=$place/tools node grow --cpu 1500 --memory 0 --live-within 10
    claim_ok
    growth_becomes live
    node shrink
    claim '.shrunk'
    end_keepers # a shell remembers where it found the tools of this round
  done
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

controller_manager=/etc/kubernetes/manifests/kube-controller-manager.yaml

frozen() { ! quiet on_node test -e "$controller_manager"; }

theirs_is_back() { on_node cmp -s "$tests/fixtures/kube-controller-manager.yaml" "$controller_manager"; }

test_freeze_and_thaw() {
  node freeze --ttl 30
  claim_ok
  frozen
  node status
  claim .frozen
  node freeze --ttl 30
  claim_ok
  frozen
  node thaw
  claim '.ok and .thawed == true'
  theirs_is_back
  node thaw
  claim '.ok and .thawed == false'
  theirs_is_back
  node status
  claim '.frozen == false'
}

test_freeze_expires_by_itself_and_freezing_again_renews() {
  node freeze --ttl 3
  sleep 0.5
  node freeze --ttl 7
  sleep 4
  frozen || flunk "the renewal did not count"
  until_true 12 theirs_is_back
  node status
  claim '.frozen == false'
  until_true 12 quiet no_keeper freeze # each looks once a second, and the second one waited for the first to end
}

test_a_killed_keeper_is_revived_by_whoever_looks() {
  node freeze --ttl 2
  until_true 3 quiet on_node pkill -KILL -f -- '--keep-freeze'
  sleep 3
  frozen || flunk "the keeper was not dead"
  node status
  until_true 12 theirs_is_back
}

test_a_restarted_node_thaws() {
  node freeze --ttl 600
  on_node pkill -KILL -f -- '--keep-freeze'
  on_node sh -c 'echo "another-boot 99999999" >/var/lib/halligan/frozen-until; rm -rf /run/halligan'
  sleep 1
  node status
  until_true 12 theirs_is_back
}

test_a_controller_manager_put_there_meanwhile_stays() {
  node freeze --ttl 30
  on_node sh -c "echo theirs >$controller_manager"
  node thaw
  claim '.ok and .thawed == false and .keptTheirs == true'
  same "$(on_node cat "$controller_manager")" theirs
  on_node rm "$controller_manager"
  node freeze --ttl 30
  claim_refused NoManifest 3
}

limited_server() { # the API server in a control group of 300 millis and 100 MiB
  busy_server
  run_limited 0123456789abcdef0123456789abcdef 300 104857600 "$place/bin/kube-apiserver" -c 'while :; do :; done'
  until_true 5 quiet on_node pgrep -x kube-apiserver
}

test_a_running_server_grows_in_place_and_gives_it_back() {
  local before
  before=$(on_node sha256sum /etc/kubernetes/manifests/kube-apiserver.yaml)
  limited_server
  node grow --cpu 600 --memory 200 --manner in-place
  claim_ok
  node grow --cpu 600 --memory 200 --manner in-place
  claim_ok
  node status
  claim '.grown and .apiServer.cpuLimitMillis == 600 and .apiServer.memoryLimitBytes == 209715200'
  node growth
  claim '.state == "live"'
  node shrink
  claim '.shrunk and .manner == "in-place"'
  node status
  claim '(.grown | not) and .apiServer.cpuLimitMillis == 300 and .apiServer.memoryLimitBytes == 104857600'
  remove_groups
  [ "$before" = "$(on_node sha256sum /etc/kubernetes/manifests/kube-apiserver.yaml)" ]
}

test_uninstall_gives_back_what_grew_in_place_but_no_manifest() {
  limited_server
  on_node install -m 755 "$halligan_node" /usr/local/sbin/halligan-node
  node grow --cpu 600 --memory 200 --manner in-place
  claim_ok
  on_node "$scripts/uninstall-node"
  on_node test ! -e /var/lib/halligan
  node status
  claim '(.grown | not) and .apiServer.cpuLimitMillis == 300 and .apiServer.memoryLimitBytes == 104857600'
  remove_groups
  with_limits 600m 600Mi
  start_kubelet
  on_node touch /run/kubelet/slow
  on_node install -m 755 "$halligan_node" /usr/local/sbin/halligan-node
  node grow --cpu 1500 --memory 0 --live-within 10
  claim_ok
  quiet on_node "$scripts/uninstall-node" && flunk "uninstalled while the server is being watched"
  on_node test -x /usr/local/sbin/halligan-node
  on_node rm /run/kubelet/slow
  growth_becomes live
  on_node "$scripts/uninstall-node"
  in_manifest '        cpu: 1500m'
  on_node cmp "$place/before" /etc/kubernetes/kube-apiserver.yaml.before-halligan
  on_node install -m 755 "$halligan_node" /usr/local/sbin/halligan-node
  node shrink
  claim .shrunk
  manifest_is "$place/before"
}

test_nothing_grows_in_place_where_no_server_runs() {
  node grow --cpu 600 --memory 200 --manner in-place
  claim '.ok == false and .reason == "NotLive"'
  node grow --cpu 600 --memory 200 --manner sideways
  claim '.reason == "BadArgument"'
}

crashed() { # crashed SECONDS AGO: the controller manager's last word
  local folder=/var/log/pods/kube-system_kube-controller-manager-cp_uid/kube-controller-manager
  on_node mkdir -p "$folder"
  on_node touch -d "$1 seconds ago" "$folder/3.log"
}

with_systemctl() { # one that notes what it is asked
  mkdir -p "$place/tools"
  printf '#!/bin/sh\necho "$*" >>/run/systemctl\n' >"$place/tools/systemctl"
  chmod +x "$place/tools/systemctl"
  on_node rm -f /run/systemctl
}

restart_kubelet() { HALLIGAN_PATH=$place/tools:/usr/sbin:/usr/bin:/sbin:/bin node restart-kubelet; }

test_restart_kubelet_ends_the_back_off_of_a_crashed_controller_manager_once_a_minute() {
  with_systemctl
  crashed 60
  restart_kubelet
  claim '.ok and .restarted == true and .heldBack == ["kube-controller-manager"]'
  same "$(on_node cat /run/systemctl)" "--no-block restart kubelet" "asked of systemctl"
  restart_kubelet
  claim '.ok and .restarted == false and .heldBack == ["kube-controller-manager"]'
}

test_restart_kubelet_leaves_alone_what_runs_what_just_crashed_and_what_never_was() {
  with_systemctl
  restart_kubelet
  claim '.ok and .restarted == false and .heldBack == []'
  crashed 5
  restart_kubelet
  claim '.ok and .restarted == false and .heldBack == []'
  crashed 60
  cp "$(command -v sleep)" "$place/kube-controller-manager"
  on_node_detached "$place/kube-controller-manager" 20
  until_true 3 quiet on_node pgrep -x kube-controller
  restart_kubelet
  claim '.ok and .restarted == false and .heldBack == []'
  on_node test ! -e /run/systemctl
}
