# shellcheck shell=bash disable=SC2154,SC2016 # tests, scripts and place are set by ../test and world.sh
# kill -9 before each command that changes a file, in each verb that touches a manifest: what was there can be had back.

# Programs that count; the verb, and all that runs for it but its keeper, is killed before the one that is asked for.
counting_tools() {
  local tool
  own_tools
  for tool in cp ln mv rm sync setsid; do cp "$tests/counting-tool" "$place/tools/$tool"; done
  on_node mkdir -p /run/kill
}

killed_at() { # killed_at N|setsid VERB...: setsid is the start of the keeper, 0 kills nowhere; fills count
  on_node sh -c 'rm -f /run/kill/*; echo 0 >/run/kill/count; echo "$1" >/run/kill/at' - "$1"
  with_tools quiet on_node setsid --wait "$halligan_node" "${@:2}" || :
  count=$(on_node cat /run/kill/count)
}

end_keepers() { quiet on_node pkill -KILL -f -- '--keep-' || :; }

afresh() { # no trace of the trial before; the manifest is the one of with_limits
  end_keepers
  on_node sh -c 'rm -rf /var/lib/halligan /run/halligan; find /etc/kubernetes -type f -delete'
  on_node cp "$place/before" "$manifest"
  on_node cp "$tests/fixtures/kube-controller-manager.yaml" "$controller_manager"
}

kill_everywhere() { # kill_everywhere PREPARE CHECK VERB...: runs both around a verb that is killed at one point after the other
  local prepare=$1 check=$2 n points
  shift 2
  counting_tools
  with_limits 600m 600Mi
  "$prepare"
  killed_at 0 "$@"
  points=$count
  between "$points" 2 60 "points at which $1 can be killed"
  for n in $(seq "$points") setsid; do
    afresh
    "$prepare"
    killed_at "$n" "$@"
    "$check" || flunk "killed before change $n of $points of $1: $(on_node find /etc/kubernetes /var/lib/halligan -type f -size -9)" || return 1
  done
  echo "$points points"
}

is_whole_in_any_size() {
  on_node cat "$manifest" | sed -E 's/cpu: (1200|1800|2400)m/cpu: 600m/' | cmp -s - "$place/before"
}

shrinks_to_the_original() {
  is_whole_in_any_size || return 1
  node shrink
  claim_ok && manifest_is "$place/before" || return 1
  node status
  claim '.grown == false'
}

comes_back_by_itself() { # nobody asks for anything: what was begun has an end, and no size stays that never came to life
  until_true 12 quiet no_keeper growth || return 1
  ! quiet on_node grep -q 2400m "$manifest" || return 1
  shrinks_to_the_original
}

no_keeper() { ! on_node pgrep -f -- "--keep-$1"; }

nothing() { :; }

grown_and_live() { # as big as it was before another growth
  node grow --cpu 1200 --memory 0 --live-within 10
  end_keepers
  on_node sed -i 's/^starting/live/' /var/lib/halligan/growth
}

grows_again_and_shrinks() { # a growth after the killed one keeps the first original
  is_whole_in_any_size || return 1
  node grow --cpu 1800 --memory 0 --live-within 10
  claim_ok && shrinks_to_the_original
}

test_killed_growing_and_grown_again() { kill_everywhere nothing grows_again_and_shrinks grow --cpu 2400 --memory 0 --live-within 10; }

test_killed_growing_what_is_grown() { kill_everywhere grown_and_live shrinks_to_the_original grow --cpu 2400 --memory 0 --live-within 10; }

test_killed_growing_and_nobody_comes() { kill_everywhere grown_and_live comes_back_by_itself grow --cpu 2400 --memory 0 --live-within 1; }

test_killed_shrinking() { kill_everywhere grown_and_live shrinks_to_the_original shrink; }

frozen_for_a_second() { node freeze --ttl 1; }

thaws_by_itself() {
  until_true 12 theirs_is_back || return 1
  quiet on_node test -e "$controller_manager" && until_true 12 quiet no_keeper freeze
}

test_killed_freezing_and_nobody_comes() { kill_everywhere nothing thaws_by_itself freeze --ttl 1; }

test_killed_thawing_and_nobody_comes() { kill_everywhere frozen_for_a_second thaws_by_itself thaw; }
