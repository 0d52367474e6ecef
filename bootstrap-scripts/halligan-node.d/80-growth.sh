# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- the growth through the manifest: where it stands, and its end ----

is_grown() { [ -f "$kept" ] && grep -qxF "$(sum_of "$manifest")" "$grown_sums" 2>/dev/null; }

any_growth() { is_grown || [ -s "$in_place" ]; }

# Fills growth (none, starting, live, putback), since and deadline (seconds of uptime; empty when the host restarted
# since), within (how many seconds it is given), identity_before, and noted: all of it as it is written.
read_growth() {
  growth=none since='' deadline='' within=90 identity_before='' noted=''
  { read -r noted; } 2>/dev/null <"$growth_file" || return 0
  # shellcheck disable=SC2086
  set -- $noted
  growth=${1:-none} identity_before=${5:-gone}
  # An earlier version counted otherwise.
  is_number "${3-}" 0 999999999 && is_number "${4-}" "$3" $(($3 + 600)) || return 0
  [ "$4" = "$3" ] || within=$(($4 - $3))
  [ "$2" != "$(boot_id)" ] || since=$3 deadline=$4
}

set_growth() { # set_growth STATE [SECONDS IDENTITY]
  now=$(seconds_up)
  echo "$1 $(boot_id) $now $((now + ${2:-0})) ${3-}" | record growth
}

# Fills outcome: back, theirs (a person changed it since) or none; fails with the original still kept.
put_manifest_back() {
  outcome=none
  [ -f "$kept" ] || return 0
  if same_file "$manifest" "$kept"; then
    rm -f "$kept" || return 1
  elif is_grown || is_blank "$manifest"; then
    is_whole "$kept" && move "$kept" "$manifest" || return 1
  else
    outcome=theirs
    return 0
  fi
  outcome=back
  rm -f "$grown_sums" || :
} 2>/dev/null

end_old_server() { # one that is still starting ignores the kubelet's TERM, and the kubelet waits 30 s for it
  is_grown && [ -n "$since" ] || return 0
  find_process kubelet # without one nobody would start another
  [ -n "$pid" ] || return 0
  find_server
  age=$(($(seconds_up) - since))
  # Only the one that ran when the manifest was changed: its successors have to be let start, whatever their manifest.
  [ -n "$pid" ] && [ $age -ge 5 ] && [ "$pid-$born-" = "${identity_before%"${identity_before#*-*-}"}" ] || return 0
  is_live || with_lock end_process "$pid" "$noted"
}

end_process() { # end_process PID NOTED: unless the growth is another one by now
  read_growth
  [ "$2" != "$noted" ] || kill -KILL "$1" 2>/dev/null || :
}

keeps_growth() { read_growth && [ "$growth" = starting ]; }

step_growth() { # live in time, or back to what was; after a restart of the host it gets its time once more
  read_growth
  [ "$growth" = starting ] || return 0
  seen=$noted
  if [ -z "$deadline" ]; then
    with_lock unless_changed set_growth starting "$within" gone
    return
  fi
  identify
  if is_new "$identity_before" && is_live; then
    with_lock unless_changed set_growth live
  elif [ "$(seconds_up)" -ge "$deadline" ]; then
    with_lock unless_changed give_growth_up
  else
    end_old_server
  fi
}

unless_changed() { # unless_changed COMMAND: nobody has grown, shrunk or taken note since step_growth looked
  read_growth
  [ "$seen" != "$noted" ] || "$@"
}

give_growth_up() { put_manifest_back && set_growth putback; }

