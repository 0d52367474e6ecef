# shellcheck shell=bash disable=SC2154,SC2016 # tests, scripts and place are set by ../test and world.sh
# Freezing and thawing the controller manager, and ending its back-off.

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
