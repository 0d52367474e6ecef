# shellcheck shell=bash disable=SC2154 # tests, scripts and place are set by ../test and world.sh
# Letting clients back: shares, cohorts, paces.

test_isolate_twice_keeps_admitted_cohorts_while_up_and_forgets_them_after() {
  start_server
  isolate 30
  node admit --cohort nodes --cidrs 10.77.2.0/24 --share 100
  hold n1 n1 "$node_address" 6443 1
  until_true 5 grep -q open "$place/n1"
  node isolate --port 6443 --admins 10.77.3.0/24 --own "$node_address" --ttl 6
  claim_ok
  claim_connect n1 open
  claim_connect of open
  claim_connect ad refused
  until_true 5 grep -Eq 'alive|dead' "$place/n1"
  grep -q alive "$place/n1" || flunk "the second isolate dropped an admitted client"
  sleep 6.1
  isolate 30
  claim_connect n1 refused
  node status
  claim '.fence.cohorts == [] and .fence.admins == ["10.77.1.0/24", "fd77::1:0/112"]'
}

test_admit_by_share_is_stable_nested_and_about_right() {
  start_server
  isolate 60
  local share few many again
  same "$(tcp cr crowd "$node_address" 6443 10.77.9 0 255)" "" "admitted at first"
  for share in 5 25 60; do
    node admit --cohort crowd --cidrs 10.77.9.0/24 --share $share
    claim_ok
    claim ".share == $share"
    many=$(tcp cr crowd "$node_address" 6443 10.77.9 0 255)
    between "$(wc -w <<<"$many")" $((share * 256 / 100 - 20)) $((share * 256 / 100 + 20)) "admitted of 256 at $share %"
    node admit --cohort crowd --cidrs 10.77.9.0/24 --share $share
    again=$(tcp cr crowd "$node_address" 6443 10.77.9 0 255)
    same "$again" "$many" "the admitted, asked twice"
    [ -z "${few-}" ] || same "$(tr ' ' '\n' <<<"$few" | grep -vxFf <(tr ' ' '\n' <<<"$many") || :)" "" \
      "thrown out by a larger share"
    few=$many
  done
  between "$(wc -w <<<"$few")" 1 255
  claim_connect of refused
  node admit --cohort crowd --cidrs 10.77.9.0/24 --share 100
  same "$(tcp cr crowd "$node_address" 6443 10.77.9 0 255 | wc -w)" 256 "admitted at 100 %"
  node admit --cohort crowd --cidrs 10.77.9.0/24 --share 0
  same "$(tcp cr crowd "$node_address" 6443 10.77.9 0 255)" "" "admitted at 0 %"
}

test_share_zero_cuts_that_cohort_only() {
  start_server
  isolate 60
  node admit --cohort one --cidrs 10.77.2.1,fd77::2:1 --share 100
  node admit --cohort two --cidrs 10.77.2.2/32 --share 100
  for who in n1 n2 ad; do hold $who $who "$node_address" 6443 4; done
  for who in n1 n2 ad; do until_true 5 grep -q open "$place/$who"; done
  node admit --cohort one --cidrs 10.77.2.1,fd77::2:1 --share 0
  claim_ok
  until_true 5 grep -q dead "$place/n1"
  for who in n2 ad; do until_true 9 grep -q alive "$place/$who"; done
  node status
  claim '.fence.cohorts == [{"name": "two", "share": 100}]'
}

test_cohort_rest_is_everybody() {
  start_server
  isolate 60
  node admit --cohort rest --cidrs 0.0.0.0/0,::/0 --share 100
  claim_ok
  claim_connect of open
  claim_connect of open fd77::1
  hold of of "$node_address" 6443 4
  hold ad ad "$node_address" 6443 4
  for who in of ad; do until_true 5 grep -q open "$place/$who"; done
  node admit --cohort rest --cidrs 0.0.0.0/0,::/0 --share 0
  claim_connect of refused
  claim_connect of refused fd77::1
  until_true 5 grep -q dead "$place/of"
  until_true 9 grep -q alive "$place/ad"
}

test_pace_limits_new_connections() {
  start_server
  isolate 60
  node admit --cohort nodes --cidrs 10.77.2.0/24 --share 100 --pace 5
  claim_ok
  between "$(tcp n1 rush "$node_address" 6443 3)" 10 25 "connections in 3 s at 5 a second"
  node admit --cohort nodes --cidrs 10.77.2.0/24 --share 100 --pace 0
  between "$(tcp n1 rush "$node_address" 6443 1)" 60 1000000 "connections in 1 s without a pace"
}
