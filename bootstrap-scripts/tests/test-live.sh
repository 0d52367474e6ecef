# shellcheck shell=bash disable=SC2154,SC2016 # tests, scripts and place are set by ../test and world.sh
# Is the API server that runs another one than before, and is it live? And what the clock says is no matter.

answering_server() { # answering_server STATUS ADDRESS PORT: one that answers /livez so
  mkdir -p "$place/python"
  cp "$(readlink -f "$python")" "$place/python/kube-apiserver"
  make_certificate
  on_node sh -c 'mkdir -p /run/kubelet && echo "$1" >/run/kubelet/answers && echo "$2 $3" >/run/kubelet/at' - "$@"
  on_node_detached "$tests/fake-kubelet" "$place"
  until_true 8 listening "$3"
}

test_whoever_refuses_us_over_tls_is_live() {
  local status
  for status in 401 403 500; do
    reset_node
    with_limits 600m 600Mi
    answering_server "$status" 0.0.0.0 6443
    node grow --cpu 1500 --memory 0 --live-within 10
    growth_becomes live || flunk "for $status"
  done
}

test_a_refusal_is_read_with_whatever_tool_is_there() {
  local without
  with_limits 600m 600Mi
  answering_server 401 0.0.0.0 6443
  for without in "curl" "curl wget"; do
    # shellcheck disable=SC2086
    tools_without $without
    HALLIGAN_PATH=$place/tools node grow --cpu 1500 --memory 0 --live-within 10
    growth_becomes live || flunk "without $without"
    node shrink
    claim '.shrunk'
    end_keepers # a shell remembers where it found the tools of this round
  done
}

test_what_speaks_no_tls_is_not_live() {
  with_limits 600m 600Mi
  cp "$(readlink -f "$python")" "$place/kube-apiserver-plain"
  mkdir -p "$place/plain"
  mv "$place/kube-apiserver-plain" "$place/plain/kube-apiserver"
  node grow --cpu 1500 --memory 0 --live-within 2
  on_node_detached "$place/plain/kube-apiserver" -m http.server 6443
  growth_becomes putback
  manifest_is "$place/before"
}

test_the_port_is_the_processs_own_and_not_the_manifests() {
  local flags
  for flags in '--secure-port=7443 # moved, see a ticket' '--secure-port=$(PORT)' $'--secure-port\n    - "7443"' '--secure-port=6443'; do
    reset_node
    with_limits 600m 600Mi
    awk -v text="    - $flags" '/--secure-port/ { print text; next } { print }' "$place/before" >"$place/moved"
    on_node cp "$place/moved" "$manifest"
    answering_server 200 10.77.0.1 7443
    node grow --cpu 1500 --memory 0 --live-within 10
    claim_ok
    growth_becomes live || flunk "for $flags"
    node shrink
    manifest_is "$place/moved"
  done
}

test_status_reads_a_port_behind_which_a_comment_stands_and_in_two_words() {
  local flags
  for flags in '--secure-port=6444 # moved, see a ticket' $'--secure-port\n    - "6444"' $'"--secure-port=6444"'; do
    awk -v text="    - $flags" '/--secure-port/ { print text; next } { print }' "$tests/fixtures/kube-apiserver.yaml" >"$place/moved"
    on_node cp "$place/moved" "$manifest"
    on_node_detached "$python" "$tests/tcp.py" serve 6444
    until_true 5 listening 6444
    hold n1 n1 "$node_address" 6444 3
    until_true 5 grep -q open "$place/n1"
    node status
    claim '.apiServer.connections > 0' || flunk "for $flags"
    quiet on_node pkill -KILL -f 'serve 6444'
    wait $!
    until_true 5 deaf 6444
  done
}

test_a_clock_that_steps_ends_no_growth_and_hides_none() {
  local step
  mkdir -p "$place/clock"
  printf '#!/bin/sh\n[ ! -e /run/step ] || { read -r step </run/step; echo $(($(/usr/bin/date +%%s) + step)); exit; }\nexec /usr/bin/date "$@"\n' >"$place/clock/date"
  chmod +x "$place/clock/date"
  for step in 600 -600; do
    reset_node
    on_node rm -f /run/step
    with_limits 600m 600Mi
    start_kubelet
    on_node touch /run/kubelet/slow
    HALLIGAN_PATH=$place/clock:/usr/sbin:/usr/bin:/sbin:/bin node grow --cpu 1500 --memory 0 --live-within 5
    on_node sh -c 'echo "$1" >/run/step' - "$step"
    sleep 2
    HALLIGAN_PATH=$place/clock:/usr/sbin:/usr/bin:/sbin:/bin node growth
    claim '.state == "starting" and .sinceSeconds >= 1 and .sinceSeconds <= 4'
    growth_becomes putback
  done
  on_node rm -f /run/step
}

test_an_api_server_inside_another_program_is_seen() {
  local program
  mkdir -p "$place/whole"
  for program in k3s-server kubelite; do
    cp "$(readlink -f "$python")" "$place/whole/$program"
    on_node_detached "$place/whole/$program" "$tests/tcp.py" serve 6443
    until_true 5 listening 6443
    node status --port 6443
    claim '.apiServer.running == true and .apiServer.pid > 1'
    on_node pkill -KILL -x "$program"
    until_true 5 deaf 6443
  done
  on_node_detached "$python" "$tests/tcp.py" serve 6443 # of a name that nobody knows
  until_true 5 listening 6443
  node status --port 6443
  claim '.apiServer.running == null and .apiServer.pid == null'
}
