# shellcheck shell=bash disable=SC2154,SC2016 # tests, scripts and place are set by ../test and world.sh
# Growing a running API server through its control group.

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
