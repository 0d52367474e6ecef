# shellcheck shell=bash disable=SC2154 # tests, scripts and place are set by ../test and world.sh
# The fence against real connections.

test_admins_pass_and_everybody_else_is_refused_at_once() {
  start_server
  for who in ad n1 of; do claim_connect $who open; claim_connect $who open fd77::1; done
  isolate
  claim_ok
  claim '.expiresInSeconds == 30 and .dropped == 0'
  claim_connect ad open
  claim_connect ad open fd77::1
  for who in n1 n2 of; do claim_connect $who refused; claim_connect $who refused fd77::1; done
  same "$(on_node "$python" "$tests/tcp.py" connect 127.0.0.1 6443 | cut -d' ' -f1)" open "loopback"
  same "$(on_node "$python" "$tests/tcp.py" connect "$node_address" 6443 | cut -d' ' -f1)" open "own address"
}

test_a_caller_outside_the_admins_is_refused_and_nothing_changes() {
  start_server
  SSH_CONNECTION="10.77.3.66 50000 10.77.0.1 22" isolate
  claim_refused CallerNotAdmitted 3
  claim '.message | contains("10.77.3.66")'
  quiet on_node nft list table inet halligan && flunk "there is a table"
  claim_connect of open
  SSH_CONNECTION="10.77.1.10 50000 10.77.0.1 22" isolate
  claim_ok
}

test_a_caller_over_ipv6_is_matched_too() {
  SSH_CONNECTION="fd77::3:66 50000 fd77::1 22" isolate
  claim_refused CallerNotAdmitted 3
  SSH_CONNECTION="fe80::1%br0 50000 fd77::1 22" isolate
  claim_refused CallerNotAdmitted 3
  SSH_CONNECTION="fd77::1:10 50000 fd77::1 22" isolate
  claim_ok
  SSH_CONNECTION="::ffff:10.77.1.10 50000 fd77::1 22" isolate
  claim_ok
}

test_live_connections_of_others_die_and_those_of_admins_live() {
  start_server
  for who in of n1 ad; do hold $who $who "$node_address" 6443 4; done
  hold n2 n2 fd77::1 6443 4 silent
  for who in of n1 n2 ad; do until_true 5 grep -q open "$place/$who"; done
  isolate
  claim_ok
  claim '.dropped >= 1 and .dropped <= 3'
  for who in of n1 n2 ad; do until_true 9 grep -Eq 'alive|dead' "$place/$who"; done
  for who in of n1 n2; do between "$(awk '/dead/ { print $2 }' "$place/$who")" 0 3500 "milliseconds $who lived"; done
  grep -q alive "$place/ad" || flunk "the admin's connection died"
  same "$(on_node ss -Htn state established 'sport = :6443' | wc -l)" 0 "connections left on the server"
}

test_expiry_lifts_by_itself() {
  start_server
  isolate 4
  claim_connect of refused
  sleep 4.1
  claim_connect of open
  node status
  claim '.fence.up == false and .fence.expiresInSeconds == 0 and .fence.admins == []'
}

test_renew_prolongs() {
  start_server
  isolate 4
  sleep 2
  node renew --ttl 10
  claim_ok
  claim '.expiresInSeconds >= 9 and .expiresInSeconds <= 10'
  sleep 3
  claim_connect of refused
}

test_renew_after_expiry_says_no_fence() {
  node renew --ttl 30
  claim_refused NoFence 3
  isolate 1
  sleep 1.2
  node renew --ttl 30
  claim_refused NoFence 3
  node admit --cohort a --cidrs 10.0.0.0/8 --share 100
  claim_refused NoFence 3
  node drop-connections
  claim_refused NoFence 3
}

test_clients_name_the_offender_first() {
  start_server
  isolate 60
  for _ in 1 2 3; do claim_connect n1 refused; done
  for _ in $(seq 20); do claim_connect of refused; done
  claim_connect n2 refused fd77::1
  node clients
  claim_ok
  claim '.rejected[0] == {"address": "10.77.3.66", "packets": 20}'
  claim '.rejected[1] == {"address": "10.77.2.1", "packets": 3}'
  claim '.rejected[2] == {"address": "fd77::2:2", "packets": 1}'
  node clients --top 1
  claim '.rejected | length == 1'
  node status
  claim '.fence.rejected == 24'
}

test_connections_are_counted_without_a_fence() {
  start_server
  hold a of "$node_address" 6443 9
  hold b of "$node_address" 6443 9
  hold c n1 fd77::1 6443 9
  for file in a b c; do until_true 5 grep -q open "$place/$file"; done
  node clients
  claim '.connected == [{"address": "10.77.3.66", "count": 2}, {"address": "fd77::2:1", "count": 1}]'
  claim '.rejected == []'
  node status
  claim '.apiServer.connections == 3'
}

test_dropping_closes_all_but_admins() {
  start_server
  isolate 60
  node admit --cohort nodes --cidrs 10.77.2.0/24 --share 100
  for who in n1 n2 ad; do hold $who $who "$node_address" 6443 4 silent; done
  for who in n1 n2 ad; do until_true 5 grep -q open "$place/$who"; done
  node drop-connections
  claim_ok
  claim '.dropped == 2'
  for who in n1 n2; do until_true 5 grep -q dead "$place/$who"; done
  until_true 9 grep -q alive "$place/ad"
  node drop-connections
  claim '.dropped == 0'
}

test_lift_twice() {
  start_server
  isolate
  node lift
  claim '.ok and .lifted == true'
  claim_connect of open
  quiet on_node nft list table inet halligan && flunk "the table is still there"
  node lift
  claim '.ok and .lifted == false'
  isolate 1
  sleep 1.2
  node lift
  claim '.ok and .lifted == false'
  quiet on_node nft list table inet halligan && flunk "the expired table is still there"
  return 0
}

test_other_ports_and_other_tables_are_left_alone() {
  on_node nft add table inet theirs
  isolate
  on_node_detached "$python" "$tests/tcp.py" serve 7000
  until_true 5 listening 7000
  same "$(tcp of connect "$node_address" 7000 | cut -d' ' -f1)" open "another port"
  node lift
  on_node nft list table inet theirs >/dev/null
  on_node nft delete table inet theirs
}

test_stale_epoch_is_refused_until_the_leader_is_gone_for_good() {
  isolate 30 --epoch 7
  claim_ok
  for verb in "renew --ttl 30" lift drop-connections "admit --cohort a --cidrs 10.0.0.1 --share 1" "freeze --ttl 30" \
    thaw restart-kubelet shrink "grow --cpu 1000 --memory 0"; do
    # shellcheck disable=SC2086
    node $verb --epoch 6
    claim_refused StaleEpoch 3
  done
  node status
  claim '.fence.up'
  node renew --ttl 30 --epoch 7
  claim_ok
  node renew --ttl 30 --epoch 8
  claim_ok
  node renew --ttl 30
  claim_ok
  on_node touch -d '16 minutes ago' /run/halligan/epoch # what a clock says that was stepped
  node renew --ttl 30 --epoch 1
  claim_refused StaleEpoch 3
  # shellcheck disable=SC2016
  on_node sh -c 'read -r up _ </proc/uptime && read -r boot </proc/sys/kernel/random/boot_id &&
    echo "8 $boot $((${up%.*} - 960))" >/run/halligan/epoch'
  node renew --ttl 30 --epoch 1
  claim_ok
  node renew --ttl 30 --epoch 8
  claim_ok
  node renew --ttl 30 --epoch 7
  claim_refused StaleEpoch 3
}

test_busy_when_another_is_at_work() {
  isolate
  on_node_detached flock /run/halligan/lock sleep 8
  sleep 0.3
  local began=$SECONDS
  node lift
  claim_refused Busy 3
  between $((SECONDS - began)) 4 7 "seconds until it gave up"
  node status
  claim '.ok and .fence.up'
}

test_admins_given_twice_or_nested_are_no_error() {
  start_server
  node isolate --port 6443 --admins 10.77.1.0/24,10.77.1.10,10.77.1.77/24,10.77.0.0/16,FD77::1:10 \
    --own "$node_address,$node_address" --ttl 30
  claim_ok
  node status
  claim '.fence.admins == ["10.77.0.0/16", "fd77::1:10"]'
  claim_connect of open
}

test_killed_between_two_acts_the_next_one_works() {
  start_server
  isolate
  on_node rm -rf /run/halligan
  node renew --ttl 30
  claim_ok
  isolate
  claim_ok
  claim_connect of refused
}
