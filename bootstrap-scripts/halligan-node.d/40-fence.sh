# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- the verbs of the fence ----

read_fence_arguments() { # of isolate and check
  need_cidrs own "$own"; own4=$v4 own6=$v6
  need_cidrs admins "$admins"; admins4=$v4 admins6=$v6
  need_admitted_caller
}

find_relays() { # find_relays [ask]: adds to ports those of balancers on this node; 1 when ss cannot tell
  [ -n "$sockets" ] || look_at_sockets || return 1
  judge_relays
  [ -z "${1-}" ] || ask_relays
  remember_relays
  add_ports "$(ports_with yes)"
}

add_ports() { for more in $1; do case " $ports " in *" $more "*) ;; *) ports="$ports $more" ;; esac; done; }

verb_check() {
  read_fence_arguments
  begin
  need_server_port
  ports=$port
  find_relays ask || :
  trial=-c rules=$run/rules.$$ ttl=$longest_fence counted='' gates="check 50 10 $own4|$own6"
  new_version
  impose whole_table
  numbers "$ports"
  succeed ",\"ports\":$numbers$(noted)"
}

verb_isolate() {
  read_fence_arguments
  begin
  need_server_port
  look_at_fence
  gates=
  [ -z "$fence_port" ] || gates=$(sed 1,3d "$run/fence" 2>/dev/null) || :
  ports=$port
  add_ports "$(known_relays)"
  put_up "$port"
  look_at_fence
  case " $fence_ports " in *" $port "*) ;; *)
    fail KernelRefused "nftables accepted the rules, but the fence is not armed" \
      "run on the node: nft list table inet halligan" ;;
  esac
  drop_connections
  write_form
  # Balancers that nobody knew of are looked for when the server itself is safe.
  ports=$port
  if find_relays ask; then arm_others; else ports=$fence_ports; fi
  numbers "$ports"
  read_uptime
  up_for=$(((uptime - up_since) * 10))
  succeed ",\"expiresInSeconds\":$fence_left,\"upMillis\":$up_for,\"dropped\":$dropped,\"ports\":$numbers$(noted)"
}

arm_others() { # when ports are not those that are armed: more, or without what is no balancer any more
  [ "$(in_order "$ports")" != "$(in_order "$fence_ports")" ] || return 0
  rearm_rules >"$rules"
  apply <"$rules" || refused
  write_intent "$port"
  look_at_fence
  dropped_before=$dropped
  drop_connections
  case $dropped$dropped_before in *null*) dropped=null ;; *) dropped=$((dropped + dropped_before)) ;; esac
}

in_order() { echo "$1" | tr ' ' '\n' | sort -n; }

verb_renew() {
  begin
  need_fence
  same=yes ports=$fence_ports port=$fence_port server_ports=
  if read_intent; then
    ports=$fence_ports
    find_relays || :
    { look_at_rules && compare_rules; } || same=no
  fi
  if [ "$same" = yes ]; then
    rearm_rules >"$rules"
    if ! apply <"$rules"; then
      need_fence
      refused
    fi
    [ "$ports" = "$fence_ports" ] || write_intent "$port"
  else
    put_up "$port"
    write_form
    remark "the table inet halligan was not as halligan-node wrote it, and is now"
  fi
  if [ "$ports$same" != "${fence_ports}yes" ]; then
    look_at_fence
    drop_connections
  fi
  look_at_fence
  numbers "$fence_ports"
  succeed ",\"expiresInSeconds\":$fence_left,\"ports\":$numbers$(noted)"
}

admit_rules() { # what somebody else changed does not become right by this: then the version stays, and its record
  gate_rules
  [ "$same" != yes ] || version_rules
}

verb_admit() {
  case $cohort in *[!a-z0-9-]* | -* | ????????????????????????????????????????????????????????????????*)
    bad "\"$cohort\" is not a valid --cohort" "use small letters, digits and dashes, 63 at most" ;;
  esac
  need_cidrs cidrs "$cidrs"; cohort4=$v4 cohort6=$v6
  pace=${pace:-0}
  begin
  need_fence
  known=$(cohorts) recorded='' same=unknown
  if read_intent; then
    recorded=1
    { look_at_rules && compare_rules; } || same=no
    gates=$(printf '%s\n' "$gates" | awk -v name="$cohort" 'NF && $1 != name'
      echo "$cohort $share $pace $cohort4|$cohort6")
  fi
  new_version
  impose admit_rules
  if [ -n "$recorded" ]; then
    write_intent "$fence_port"
    [ "$same" != yes ] || write_form
  fi
  if [ "$share" -eq 0 ]; then
    need_intent
    drop_connections "and $(printf '%s, %s' "$cohort4" "$cohort6" | tr -s ', ' '\n' | sed '/^$/d' | from_peers)"
  fi
  succeed ",\"share\":$share$(noted)"
}

verb_lift() {
  begin
  look_at_fence
  if nft list table inet halligan >/dev/null 2>&1; then
    echo 'delete table inet halligan' >"$rules"
    apply <"$rules" || refused
  fi
  rm -f "$run/fence" "$run/written" "$run/up-since"
  succeed ",\"lifted\":$([ -n "$fence_port" ] && echo true || echo false)"
}

