# shellcheck shell=sh disable=SC2154 # the other parts set what is missing here
# ---- keepers: they take back what an act did, when its time is up and whoever asked for it is gone ----

start_keeper() { # start_keeper growth|freeze
  arm_timer "$1"
  setsid sh "$self" "--keep-$1" </dev/null >/dev/null 2>&1 9>&- &
}

# Returns when a keeper is at work, so that it is before the act; after 3 s on a drowned host.
keep() { # keep growth|freeze
  start_keeper "$1"
  patience=$(($(seconds_up) + 3))
  while flock -n "$run/keep-$1.lock" true && [ "$(seconds_up)" -lt $patience ]; do sleep 0.02; done
}

arm_timer() { # arm_timer growth|freeze: where systemd runs, it starts another keeper within 10 s of the death of one
  [ -d /run/systemd/system ] && ! timeout 3 systemctl -q is-active "halligan-keep-$1.timer" || return 0
  timeout 3 systemd-run --quiet --collect --unit="halligan-keep-$1" --on-active=10s --on-unit-inactive=10s \
    --timer-property=AccuracySec=1s "$self" "--keep-$1" || :
} >/dev/null 2>&1 9>&-

keeper() { # keeper growth|freeze: detached; takes one step after the other, whatever fails, as long as there is one
  [ -d "$run" ] || mkdir -p "$run"
  exec 8>"$run/keep-$1.lock"
  flock -w 5 8 || return 0
  arm_timer "$1"
  while "keeps_$1"; do
    "step_$1" || sleep 4
    sleep 1
  done
  [ ! -d /run/systemd/system ] || timeout 3 systemctl --no-block stop "halligan-keep-$1.timer" >/dev/null 2>&1 || :
}

with_lock() { # with_lock COMMAND: as no verb is at work
  true 9>"$run/lock" && exec 9>"$run/lock" && flock 9 || return 1 # exec alone would end the shell where it fails
  failed=0
  "$@" || failed=1
  exec 9>&-
  return $failed
}

revive() { # a keeper may have been killed, or the node restarted: whoever looks in starts it again
  if [ -f "$store/kube-apiserver.yaml.before" ] || [ -f "$store/$lifecycle" ]; then
    ! flock -n "$run/lock" true || with_lock adopt || :
  fi
  for what in growth freeze; do
    ! "keeps_$what" || ! flock -n "$run/keep-$what.lock" true || start_keeper "$what"
  done
}

