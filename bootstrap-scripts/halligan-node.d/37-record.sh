# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- the record of the fence ----

# What the fence is meant to be, in $run/fence: the server's port and all ports; admins; own; then a line a cohort,
# "name share pace v4|v6". Written when the kernel has taken the rules, and so is $run/written: how nft lists them then.
read_intent() { # fills ports, admins4, admins6, own4, own6 and gates; 1 when nobody knows
  [ -s "$run/fence" ] || return 1
  { read -r _ ports && read -r admins4 && read -r own4 && gates=$(cat); } <"$run/fence" || return 1
  admins6=${admins4#*|} admins4=${admins4%%|*} own6=${own4#*|} own4=${own4%%|*}
}

need_intent() {
  read_intent || fail NoFence \
    "the record of this fence is gone, so halligan-node cannot tell whose connections to keep; none was dropped" \
    "run halligan-node isolate again"
}

write_intent() { # write_intent SERVER-PORT
  printf '%s\n' "$1 $ports" "$admins4|$admins6" "$own4|$own6" >"$run/fence.new"
  [ -z "$gates" ] || printf '%s\n' "$gates" >>"$run/fence.new"
  mv "$run/fence.new" "$run/fence"
}

new_version() { read_uptime; version=$uptime-$$; }

version_rules() { # so that status does not compare what is being changed just then
  echo "add chain inet halligan written"
  echo "flush chain inet halligan written"
  echo "add rule inet halligan written return comment \"$version\""
}

write_form() {
  ! look_at_rules || { printf '%s\n' "$form" >"$run/written.new" && mv "$run/written.new" "$run/written"; }
}

compare_rules() { # fills same: yes, no or unknown; after look_at_rules
  written=$(cat "$run/written" 2>/dev/null) || written=
  case $written in *'set clients4 '*) ;; *) written= ;; esac # of an earlier version, whose sets had other names
  same=yes
  [ "$written" != "$form" ] || return 0
  was=${written#*return comment \"} is=${form#*return comment \"}
  same=no # but for another version: then somebody is changing them properly at this moment, or our record is lost
  case $form in *'return comment "'*) [ "${was%%\"*}" = "${is%%\"*}" ] || same=unknown ;; esac
}

# The whole table in one step; what a fence that is up has counted stays. Then write_form is due.
put_up() { # put_up SERVER-PORT
  counted=
  : >"$run/clients"
  if [ -n "$fence_port" ]; then
    counted=$(nft list counter inet halligan rejected 2>/dev/null |
      sed -n 's/^[ 	]*\(packets [0-9]* bytes [0-9]*\)$/\1/p')
    kept_clients >"$run/clients"
  fi
  new_version
  impose whole_table
  up_since=
  [ -z "$fence_port" ] || { read -r up_since <"$run/up-since"; } 2>/dev/null || :
  read_uptime
  echo "${up_since:=$uptime}" >"$run/up-since"
  [ ! -s "$run/clients" ] || nft -f "$run/clients" 2>/dev/null || :
  write_intent "$1"
}

kept_clients() { # of the fence that is up: the loudest thousand of each family
  for family in 4 6; do
    rejected_of "$family" | sort -nr | head -n 1000 | awk -v set="clients$family" '
      { printf "add element inet halligan %s { %s counter packets %s bytes %s }\n", set, $2, $1, $3 }'
  done
}

