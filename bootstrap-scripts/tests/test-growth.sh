# shellcheck shell=bash disable=SC2154,SC2016 # tests, scripts and place are set by ../test and world.sh
# Growth from its start to its end: live, put back, edited by a person, killed on the way.

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
