# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- status ----

look_at_connections() { # fills established; with a fence up also strangers and judged
  established='' strangers='' judged=''
  if [ -z "$fence_port" ]; then
    established=$(ss -Htn state established "sport = :$port" 2>/dev/null | wc -l) || established=
    return 0
  fi
  [ -n "$sockets" ] || look_at_sockets || return 0
  strangers=$({ [ -z "$known" ] || friends; printf '%s\n' "$sockets"; } |
    awk -v ports="$fence_ports" -v total="$port" "$strangers_program")
  established=${strangers%%
*}
  strangers=${strangers#"$established"} strangers=${strangers#
}
  [ -n "$known" ] || strangers=
  judge_relays
}

# "address port" of a stranger from whom something came in since connections were dropped: of one that only could not be
# closed nothing does.
passed() {
  dropped_at=$(line_of "$run/dropped-at") || return 0
  read_uptime
  peers=$(printf '%s\n' "$strangers" | cut -d' ' -f1 | sort -u | head -n 100 | from_peers)
  # shellcheck disable=SC2086
  ss -Htni state established "$(at_ports $fence_ports) and $peers" 2>/dev/null |
    awk -v since=$(((uptime - dropped_at) * 10 - 200)) '!/^[ \t]/ { peer = $NF; port = $(NF - 1); next }
      { if (match($0, /lastrcv:[0-9]+/)) age = substr($0, RSTART + 8, RLENGTH - 8); else age = 0 }
      age + 0 < since { sub(/:[0-9]+$/, "", peer); gsub(/[][]|%.*/, "", peer); sub(/^::ffff:/, "", peer)
        sub(/.*:/, "", port); print peer, port; exit }'
}

first_difference() { # between written and form
  printf '%s\n=====\n%s\n' "$written" "$form" | awk '$0 == "=====" { now = 1; next }
    { gsub(/^[ \t]+/, "") }
    !now { was[$0]++; order[++n] = $0; next }
    was[$0]-- > 0 { next }
    !added { added = "it holds " $0 }
    END {
      for (i = 1; i <= n && !added; i++) if (was[order[i]]-- > 0) added = "it lacks " order[i]
      print added ? added : "its lines changed places" }'
}

find_unguarded() { # fills relay: a balancer whose port is not armed
  relay=
  while read -r relay_port _ program _ verdict _; do
    [ "${verdict-}" = yes ] || continue
    case " $fence_ports " in *" $relay_port "*) ;; *) relay="$program on port $relay_port" ;; esac
  done <<END
$judged
END
}

judge_fence() { # fills holds and why
  holds=null why=
  [ -n "$fence_port" ] || return 0
  compare_rules
  armed_server=
  for one in $server_ports; do case " $fence_ports " in *" $one "*) armed_server=1 ;; esac; done
  find_unguarded
  past=
  [ -z "$strangers" ] || past=$(passed)
  if [ "$same" = no ]; then
    why="the table inet halligan is not as halligan-node wrote it: $(first_difference)"
  elif [ -n "$server_ports" ] && [ -z "$armed_server" ]; then
    why="kube-apiserver listens on port $server_ports, which the fence does not guard"
  elif [ -n "$relay" ]; then
    why="the $relay of this node forwards clients to the API server, and the fence does not guard that port"
  elif [ -n "$past" ]; then
    why="${past% *} is not admitted, but its connection to port ${past#* } still gets data through"
  elif [ "$same" = yes ] && [ -n "$known" ] && [ -n "$sockets" ]; then
    holds=true
  fi
  [ -z "$why" ] || holds=false
}

fence_json() {
  [ -z "$fence_port" ] && up=false passing='' || up=true
  # shellcheck disable=SC2086
  printf '{"up":%s,"expiresInSeconds":%s,"admins":%s,' $up "${fence_left:-0}" "$(list $passing)"
  printf '"cohorts":['
  case $up$listing in true*'chain gate-'*) printf '%s\n' "$listing" | awk '
    /chain gate-/ { name = substr($2, 6) }
    match($0, /share=[0-9]+/) && !(name in seen) { seen[name]
      printf "%s{\"name\":\"%s\",\"share\":%s}", comma, name, substr($0, RSTART + 6, RLENGTH - 6); comma = "," }' ;;
  esac
  printf '],"rejected":%s' "$rejected"
  numbers "$fence_ports"
  [ "$holds" = false ] && why=$(quote "$why") || why=null
  printf ',"holds":%s,"why":%s,"ports":%s}' "$holds" "$why" "$numbers"
}

verb_status() {
  begin
  start_sample
  revive
  find_caller
  look_at_fence
  serving_port
  read_addresses
  known=''
  look_at_rules || fence_port='' fence_ports='' fence_left='' # lifted just now
  [ -z "$fence_port" ] || ! read_intent || known=1
  if find_ports; then numbers "$server_ports"; listens=$numbers; else listens=null; fi
  look_at_connections
  judge_fence
  fence=$(fence_json)
  # shellcheck disable=SC2046
  own=$(list $(own_addresses))
  grown=$(truth any_growth) frozen=$(truth is_frozen)
  [ -z "$caller" ] && caller=null || caller="\"$caller\""
  succeed ",\"caller\":$caller,\"addresses\":$own,\"apiServer\":$(server_json),\"fence\":$fence,\
\"grown\":$grown,\"frozen\":$frozen"
}

