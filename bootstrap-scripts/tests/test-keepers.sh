# shellcheck shell=bash disable=SC2154,SC2016 # tests, scripts and place are set by ../test and world.sh
# Who takes back what an act did when whoever asked for it is gone: a process, and where systemd runs a timer beside it.

own_tools() { # an empty folder for programs that with_tools finds before those of the system
  rm -rf "$place/tools"
  mkdir "$place/tools"
}

with_tools() { HALLIGAN_PATH=$place/tools:/usr/sbin:/usr/bin:/sbin:/bin "$@"; }

with_systemd() { # systemd as far as halligan-node asks for it: what was asked is in /run/systemd/asked
  own_tools
  cat >"$place/tools/systemctl" <<'END'
#!/bin/sh
echo "systemctl $*" >>/run/systemd/asked
case "$*" in
  *is-active*) [ -e "/run/systemd/timer-${*##* }" ] ;;
  *stop*) rm -f "/run/systemd/timer-${*##* }" ;;
esac
END
  cat >"$place/tools/systemd-run" <<'END'
#!/bin/sh
for word; do case $word in --unit=*) unit=${word#--unit=} ;; esac; done
{ echo "systemd-run $*"; ls /etc/kubernetes/manifests; grep cpu: /etc/kubernetes/manifests/kube-apiserver.yaml; } >>/run/systemd/asked
echo "$*" >"/run/systemd/timer-$unit.timer"
END
  chmod +x "$place/tools/systemctl" "$place/tools/systemd-run"
  on_node mkdir -p /run/systemd/system
}

timer() { on_node test -e "/run/systemd/timer-halligan-keep-$1.timer"; }

timer_fires() { # timer_fires WHAT: what systemd starts then
  local words
  words=$(on_node cat "/run/systemd/timer-halligan-keep-$1.timer")
  # shellcheck disable=SC2086
  with_tools on_node sh -c 'while [ "${1#/}" = "$1" ]; do shift; done; exec setsid "$@"' - $words
}

test_a_timer_stands_before_the_controller_manager_is_frozen_and_outlives_its_keeper() {
  with_systemd
  with_tools node freeze --ttl 5
  claim_ok
  on_node cat /run/systemd/asked | grep -A3 '^systemd-run .*--keep-freeze$' | grep -qx kube-controller-manager.yaml || flunk "frozen before it was timed: $(on_node cat /run/systemd/asked)"
  end_keepers
  sleep 5.5
  frozen || flunk "the keeper was not dead"
  timer freeze
  timer_fires freeze
  theirs_is_back
  until_true 12 no_timer freeze
}

no_timer() { ! timer "$1"; }

test_a_timer_stands_before_the_manifest_is_grown_and_takes_it_back() {
  with_limits 600m 600Mi
  with_systemd
  with_tools node grow --cpu 1500 --memory 0 --live-within 5
  claim_ok
  on_node cat /run/systemd/asked | grep -A4 '^systemd-run .*--keep-growth$' | grep -qx '        cpu: 600m' || flunk "grown before it was timed: $(on_node cat /run/systemd/asked)"
  end_keepers
  sleep 5.5
  in_manifest '        cpu: 1500m'
  timer_fires growth
  manifest_is "$place/before"
  until_true 12 no_timer growth
}

test_a_timer_beside_a_living_keeper_does_nothing_and_ends_with_it() {
  with_systemd
  with_tools node freeze --ttl 8
  timer_fires freeze
  frozen
  timer freeze
  with_tools node freeze --ttl 8
  same "$(on_node grep -c '^systemd-run' /run/systemd/asked)" 1 "timers made"
  with_tools node thaw
  claim '.thawed'
  until_true 12 no_timer freeze
}

test_an_act_goes_on_where_systemd_does_not_answer() {
  with_systemd
  printf '#!/bin/sh\nexit 1\n' | tee "$place/tools/systemctl" >"$place/tools/systemd-run"
  with_tools node freeze --ttl 1
  claim_ok
  until_true 12 theirs_is_back
}

nothing_can_be_put_back() { # as long as /run/stuck is there
  own_tools
  printf '#!/bin/sh\n[ ! -e /run/stuck ] || case "$*" in *"-halligan "*/manifests/*) exit 1 ;; esac\nexec /usr/bin/mv "$@"\n' >"$place/tools/mv"
  chmod +x "$place/tools/mv"
  on_node touch /run/stuck
}

test_a_keeper_goes_on_when_it_failed() {
  with_limits 600m 600Mi
  nothing_can_be_put_back
  with_tools node freeze --ttl 1
  with_tools node grow --cpu 1500 --memory 0 --live-within 1
  sleep 4
  frozen || flunk "it was not stuck"
  in_manifest '        cpu: 1500m'
  on_node rm /run/stuck
  until_true 12 theirs_is_back
  until_true 12 quiet manifest_is "$place/before"
}

test_thaw_that_cannot_put_back_says_so_and_keeps_it() {
  nothing_can_be_put_back
  with_tools node freeze --ttl 60
  with_tools node thaw
  claim_refused CannotWrite 3
  node status
  claim '.frozen'
  on_node rm /run/stuck
  with_tools node thaw
  claim '.thawed'
  theirs_is_back
}

restarted() { # the node, as far as halligan-node can tell
  end_keepers
  on_node sh -c 'rm -rf /run/halligan; sed -i "s/$(cat /proc/sys/kernel/random/boot_id)/another-boot/" /var/lib/halligan/growth'
}

test_a_restarted_node_takes_back_what_does_not_come_alive_in_its_time() {
  with_limits 600m 600Mi
  node grow --cpu 1500 --memory 0 --live-within 2
  restarted
  sleep 2.5
  in_manifest '        cpu: 1500m'
  node growth # what the unit of install-node runs
  claim '.state == "starting"'
  until_true 12 quiet manifest_is "$place/before"
  growth_becomes putback
}

test_a_restarted_node_gives_the_grown_server_its_time_once_more() {
  with_limits 600m 600Mi
  node grow --cpu 1500 --memory 0 --live-within 4
  restarted
  sleep 4
  node growth
  start_kubelet
  growth_becomes live
  in_manifest '        cpu: 1500m'
}

test_the_unit_of_install_node_watches_what_was_grown_and_thaws() {
  local unit=/etc/systemd/system/halligan-thaw.service
  new_key key
  fresh_sshd prohibit-password
  on_node mkdir -p /etc/systemd/system
  install_node --public-key "$(cat "$place/key.pub")"
  same "$code" 0 "install-node: $(cat "$place/install.log")"
  same "$(on_node sed -n 's/^ExecStart=//p' $unit | paste -sd' ')" "-/usr/local/sbin/halligan-node growth /usr/local/sbin/halligan-node thaw" "what runs at start"
  quiet on_node "$scripts/uninstall-node"
  on_node test ! -e $unit
}
