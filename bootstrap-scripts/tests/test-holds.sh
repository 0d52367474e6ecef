# shellcheck shell=bash disable=SC2154 # tests, scripts and place are set by ../test and world.sh
# A fence that does not hold is not called one: balancers, other ways in, rules that somebody edits.

connects() { tcp "$1" connect "$2" "$3" | cut -d' ' -f1; }

holds() { node status; claim '.fence.holds == true and .fence.why == null'; }

holds_not() { # holds_not WORD: and says why
  node status
  claim ".fence.up and .fence.holds == false and (.fence.why | contains(\"$1\"))"
}

test_nothing_is_said_to_hold_without_a_fence_or_its_record() {
  start_server
  node status
  claim '.fence.holds == null and .fence.why == null and .fence.ports == [] and .apiServer.ports == [6443]'
  isolate
  holds
  claim '.fence.ports == [6443]'
  on_node rm /run/halligan/written
  node status
  claim '.fence.up and .fence.holds == null and .fence.why == null'
  isolate
  holds
}

test_a_balancer_on_the_node_is_fenced_and_its_admins_pass() {
  start_server
  start_program balancer 8443 relay 8443 "$node_address" 6443
  start_program agent 9100 agent 9100 "$node_address" 6443
  start_program kubelet 10250 agent 10250 "$node_address" 6443
  same "$(connects of "$node_address" 8443)" open "a stranger through the balancer, before"
  isolate
  claim_ok
  claim '.ports == [6443, 8443]'
  for who in of n1; do same "$(connects $who "$node_address" 8443)" refused "$who through the balancer"; done
  same "$(connects ad "$node_address" 8443)" open "an admin through the balancer"
  same "$(connects of "$node_address" 9100)" open "an agent that hands nothing on"
  node admit --cohort nodes --cidrs 10.77.2.0/24 --share 100
  same "$(connects n1 "$node_address" 8443)" open "an admitted one through the balancer"
  holds
  claim '.fence.ports == [6443, 8443] and .fence.rejected >= 2'
  node clients
  claim '[.rejected[].address] | contains(["10.77.3.66"])'
  node renew --ttl 30
  claim '.ports == [6443, 8443]'
  node lift
  same "$(connects of "$node_address" 8443)" open "a stranger after the fence"
}

test_connections_through_a_balancer_are_dropped() {
  start_server
  start_program balancer 8443 relay 8443 "$node_address" 6443
  for who in of ad; do hold $who $who "$node_address" 8443 6 silent; done
  for who in of ad; do until_true 5 grep -q open "$place/$who"; done
  isolate
  claim '.dropped == 1'
  until_true 5 grep -q dead "$place/of"
  until_true 9 grep -Eq 'alive|dead' "$place/ad"
  grep -q alive "$place/ad" || flunk "the admin's connection through the balancer died"
}

test_a_balancer_that_comes_later_is_told_and_the_next_renewal_fences_it() {
  local n
  start_server
  isolate
  start_program balancer 8443 relay 8443 "$node_address" 6443
  for n in 1 2 3; do hold of$n of "$node_address" 8443 20; done
  for n in 1 2 3; do until_true 5 grep -q open "$place/of$n"; done
  holds_not "balancer on port 8443"
  node renew --ttl 30
  claim_ok
  claim '.ports == [6443, 8443]'
  for n in 1 2 3; do until_true 5 grep -q dead "$place/of$n"; done
  same "$(connects of "$node_address" 8443)" refused "a stranger through the balancer"
  holds
}

as_on_this_node() { # as_on_this_node CLIENT: the same fence there, as on another control-plane node
  client "$1" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
  on_node nft list table inet halligan | client "$1" nft -f -
}

test_what_another_control_plane_node_hands_on_is_fenced_there() {
  start_server
  client n2 nft -f - <<'END'
table ip theirs {
  chain pre {
    type nat hook prerouting priority -100
    ip daddr 10.77.2.2 tcp dport { 6443, 9443 } dnat to 10.77.0.1:6443
  }
  chain post { type nat hook postrouting priority 100; ip daddr 10.77.0.1 tcp dport 6443 masquerade; }
}
END
  node isolate --port 6443 --admins 10.77.1.0/24 --own 10.77.0.1,10.77.2.2 --ttl 30
  same "$(connects n2 10.77.0.1 6443)" open "the other control-plane node itself"
  as_on_this_node n2
  for port in 6443 9443; do
    [ "$(connects of 10.77.2.2 $port)" != open ] || { client n2 nft flush ruleset; flunk "a stranger got through"; }
    [ "$(connects ad 10.77.2.2 $port)" = open ] || { client n2 nft flush ruleset; flunk "an admin got nowhere"; }
  done
  client n2 nft flush ruleset
}

# What IPVS does, which this kernel may lack: the port is turned to the server's behind the first input chains.
test_what_is_turned_to_the_server_behind_the_first_chain_is_fenced() {
  start_server
  on_node nft -f - <<'END'
table ip theirs {
  chain in { type filter hook input priority 99; tcp dport 9443 tcp dport set 6443; }
  chain out {
    type filter hook output priority 99
    tcp sport 6443 ip daddr { 10.77.1.10, 10.77.2.1, 10.77.3.66 } tcp sport set 9443
  }
}
END
  same "$(connects of "$node_address" 9443)" open "a stranger before the fence"
  isolate
  node admit --cohort nodes --cidrs 10.77.2.0/24 --share 100 --pace 100
  [ "$(connects of "$node_address" 9443)" != open ] || flunk "a stranger got through"
  same "$(connects ad "$node_address" 9443)" open "an admin"
  same "$(connects n1 "$node_address" 9443)" open "an admitted one"
  on_node nft delete table ip theirs
}

# What IPVS sends on to another control-plane node leaves by the output hook, and belongs to no process.
test_what_leaves_for_another_server_without_a_process_is_fenced() {
  start_server
  node isolate --port 6443 --admins 10.77.1.0/24 --own 10.77.0.1,10.77.2.2 --ttl 30
  as_on_this_node n2
  client n2 nft -f - <<'END'
table ip theirs {
  chain pre {
    type filter hook prerouting priority -300
    ip saddr 10.77.3.66 tcp dport 9443 tcp dport set 6443 ip daddr set 10.77.0.1 dup to 10.77.0.1
  }
}
table ip kept {
  chain forward { type filter hook forward priority -300; tcp dport 6443 drop; }
}
END
  quiet connects of 10.77.2.2 9443
  client n2 nft list set inet halligan clients4 >"$place/clients"
  client n2 nft flush ruleset
  grep -q 10.77.3.66 "$place/clients" || flunk "nobody was counted: $(cat "$place/clients")"
}

edited() { # edited WORD NFT-WORD...: said, and mended by isolate, by which nothing is forgotten
  local word=$1
  shift
  on_node nft "$@"
  holds_not "$word"
  isolate
  claim_ok
  holds
  claim '.fence.cohorts == [{"name": "nodes", "share": 100}]'
  claim_connect of refused
  claim_connect n1 open
  claim_connect ad open
}

test_rules_that_somebody_edits_are_told_and_mended() {
  local before
  start_server
  isolate
  node admit --cohort nodes --cidrs 10.77.2.0/24 --share 100
  claim_connect of refused
  claim_connect of refused
  holds
  edited "it lacks" flush chain inet halligan input
  edited "it lacks" flush chain inet halligan guard
  edited "it lacks" flush table inet halligan
  edited "10.77.3.0/24 accept" insert rule inet halligan friends ip saddr 10.77.3.0/24 accept
  edited "10.77.3.66" add element inet halligan admins4 '{ 10.77.3.66 }'
  edited "dormant" add table inet halligan '{ flags dormant; }'
  edited "" delete chain inet halligan late
  node clients
  before=$(jq '.rejected[0].packets' <<<"$answer")
  between "$before" 9 99 "packets of the offender, over all mends"
  node status
  claim ".fence.rejected >= $before"
}

test_rules_that_somebody_edits_are_mended_by_renew_and_not_blessed_by_admit() {
  start_server
  isolate
  on_node nft insert rule inet halligan friends ip saddr 10.77.3.0/24 accept
  node admit --cohort nodes --cidrs 10.77.2.0/24 --share 100
  claim_ok
  holds_not "not as halligan-node wrote it"
  hold of of "$node_address" 6443 9
  until_true 5 grep -q open "$place/of"
  node renew --ttl 30
  claim_ok
  claim '.note | contains("not as halligan-node wrote it")'
  until_true 5 grep -q dead "$place/of"
  claim_connect of refused
  claim_connect n1 open
  holds
  claim '.fence.cohorts == [{"name": "nodes", "share": 100}]'
}

# As an earlier version wrote it: the sets of clients had another name.
test_a_table_of_an_earlier_version_is_written_anew_by_renew() {
  start_server
  isolate
  node admit --cohort nodes --cidrs 10.77.2.0/24 --share 100
  # shellcheck disable=SC2016
  on_node sh -c 'names="s/clients\([46]\)/talkers\1/"
    nft list table inet halligan | sed "$names" >/run/earlier && sed -i "$names" /run/halligan/written &&
    nft delete table inet halligan && nft -f /run/earlier'
  claim_connect of refused
  node status
  claim '.fence.up and .fence.holds == null and .fence.why == null'
  node clients
  claim '.rejected[0].address == "10.77.3.66"'
  node renew --ttl 30
  claim_ok
  claim '.note | contains("not as halligan-node wrote it")'
  holds
  claim '.fence.cohorts == [{"name": "nodes", "share": 100}]'
  claim_connect of refused
  claim_connect n1 open
  node clients
  claim '.rejected[0].address == "10.77.3.66"'
}

test_an_operator_of_an_earlier_version_is_understood() {
  start_server
  isolate
  claim_connect of refused
  node talkers --top 1
  claim '.ok and .talkers[0].address == "10.77.3.66" and .talkers == .rejected and .connections == .connected'
  node cut
  claim '.ok and .dropped == 0'
  node wake
  claim '.ok and .restarted == false'
}

test_a_stranger_who_was_heard_behind_the_fence_is_named() {
  local handle
  start_server
  isolate
  on_node nft insert rule inet halligan friends ip saddr 10.77.3.0/24 accept
  sleep 0.5
  hold of of "$node_address" 6443 9 silent
  until_true 5 grep -q open "$place/of"
  handle=$(on_node nft -a list chain inet halligan friends | sed -n 's/.*10.77.3.0.*handle //p')
  on_node nft delete rule inet halligan friends handle "$handle"
  holds_not "10.77.3.66"
  node drop-connections
  claim '.dropped == 1'
  holds
}

test_connections_that_cannot_be_closed_are_not_called_closed() {
  start_server
  tools_without ss
  # shellcheck disable=SC2016
  printf '%s\n' '#!/bin/sh' 'case $1 in *K*) exit 0 ;; esac' 'exec /usr/bin/ss "$@"' >"$place/tools/ss"
  chmod +x "$place/tools/ss"
  for _ in 1 2 3; do hold of of "$node_address" 6443 9 silent; done
  # shellcheck disable=SC2016
  until_true 5 eval '[ "$(on_node ss -Htn state established "sport = :6443" | wc -l)" = 3 ]'
  sleep 0.5
  HALLIGAN_PATH=$place/tools isolate
  claim_ok
  claim '.dropped == null and (.note | contains("3 connections"))'
  sleep 1
  holds # nothing that comes in on them is heard
  node drop-connections
  claim '.dropped == 3 and .note == null'
}

test_it_tells_since_when_others_are_turned_away() {
  start_server
  isolate
  claim '.upMillis >= 0 and .upMillis < 2000'
  sleep 2
  isolate
  claim '.upMillis >= 2000'
  node lift
  isolate
  claim '.upMillis < 5000'
}
