# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- who is connected, and dropping connections ----

read_addresses() { # fills local_links: all addresses of this host, and its dummy devices
  local_links=$(printf 'link show type dummy\naddr show\n' | ip -o -force -batch - 2>/dev/null) || :
}

own_addresses() { # those at which other hosts know this one: not of Services (kube-ipvs0), pods' networks, containers
  advertised=
  case $local_links in *NOARP*) advertised=$(server_flag advertise-address) ;; esac # some have it on a dummy device
  names='cali|^(kube-|nodelocaldns|cni|cbr|veth|docker|podman|nerdctl|virbr|lxc|lxd|flannel|tunl|vxlan|cilium|weave'
  names="$names|antrea|ovn-k8s|br-int)"
  printf '%s\n' "$local_links" | awk -v advertised="$advertised" -v names="$names" '
    $3 !~ /^inet6?$/ { device = $2; sub(/[:@].*/, "", device); dummy[device]; next }
    { address = $4; sub("/.*", "", address) }
    address != advertised && ($2 in dummy || $2 ~ names) { next }
    / scope global / { print address }'
}

friends() { # what strangers_program learns: this host, and all that the fence lets pass; a share of 0 lets nobody
  printf 'F %s\n' 127.0.0.0/8,::1 "$admins4|$admins6" "$own4|$own6"
  printf '%s\n' "$local_links"
  while read -r _ let_in _ lists; do
    [ "${let_in:-0}" = 0 ] || printf 'F %s\n' "$lists"
  done <<END
$gates
END
}

# Reads friends, then connections as ss prints them. Prints "address port count" for each at one of the ports that is no
# friend's; with total=PORT first how many there are at that one.
# shellcheck disable=SC2016
strangers_program="$address_functions"'
BEGIN { n = split(ports, item, " "); for (i = 1; i <= n; i++) at[item[i]] }
$1 == "F" {
  sub(/^F /, ""); n = split($0, item, /[ ,|]+/)
  for (i = 1; i <= n; i++) if (item[i] != "" && parse(item[i])) learn()
  next
}
$3 ~ /^inet6?$/ { sub(/\/.*/, "", $4); if (parse($4)) learn(); next }
NF < 2 || $1 == "LISTEN" || $1 == "SYN-SENT" { next }
{ sub(/ *users:.*/, ""); port = $(NF - 1); sub(/.*:/, "", port); all[port]++; if (!(port in at)) next
  peer = $NF; sub(/:[0-9]+$/, "", peer); gsub(/[][]|%.*/, "", peer); sub(/^::ffff:/, "", peer)
  if (!(peer in friend)) friend[peer] = parse(peer) && is_known(bits)
  if (!friend[peer]) count[peer " " port]++ }
END { if (total != "") print all[total] + 0; for (key in count) print key, count[key] }'

at_ports() { # at_ports PORT...: an ss filter
  at=
  for at_port; do at="${at:+$at or }sport = :$at_port"; done
  printf '( %s )' "$at"
}

from_peers() { # the same of one address or CIDR a line; the length is spelled out because ss takes ":5" for a port
  awk '{ if ($1 !~ "/") $1 = $1 ($1 ~ /:/ ? "/128" : "/32"); printf "%sdst %s", (NR > 1 ? " or " : "( "), $1 }
    END { print " )" }'
}

list_strangers() { # fills strangers: "address port count" a line; 1 when ss fails
  # shellcheck disable=SC2086
  filter="$(at_ports $fence_ports) $only"
  connected=$(ss -Htn state established state syn-recv state close-wait "$filter" 2>/dev/null) || return 1
  strangers=$({ friends; printf '%s\n' "$connected"; } | awk -v ports="$fence_ports" "$strangers_program")
}

# Closes all connections but those of friends; fills dropped. It tells strangers by their addresses, a hundred a time:
# the kernel takes no filter that names thousands of friends. One that cannot be closed is not called closed.
# shellcheck disable=SC2120 # other parts narrow it down
drop_connections() { # drop_connections [MORE ss FILTER]
  only=${1-} dropped=0
  read_addresses
  for _ in 1 2; do
    list_strangers || { dropped=null; remark "ss could not list the connections"; return 0; }
    [ -n "$strangers" ] || break
    printf '%s\n' "$strangers" | cut -d' ' -f1 | sort -u >"$run/strangers"
    while [ -s "$run/strangers" ]; do
      # shellcheck disable=SC2086
      filter="$(at_ports $fence_ports) and $(head -n 100 "$run/strangers" | from_peers) $only"
      closed=$(ss -HKtn state established state syn-recv state close-wait "$filter" 2>/dev/null | grep -c .) || :
      dropped=$((dropped + ${closed:-0}))
      sed -i 1,100d "$run/strangers"
    done
  done
  read_uptime
  echo "$uptime" >"$run/dropped-at"
  [ -n "$strangers" ] || return 0
  list_strangers || { dropped=null; remark "ss could not list the connections that are left"; return 0; }
  [ -n "$strangers" ] || return 0
  dropped=null
  remaining=$(printf '%s\n' "$strangers" | awk '{ n += $3 } END { print n + 0 }')
  remark "$remaining connections could not be closed (does this kernel lack CONFIG_INET_DIAG_DESTROY?); \
the fence rejects what comes in on them"
}

verb_drop_connections() {
  begin
  need_fence
  need_intent
  gates=
  drop_connections  # all of them
  succeed ",\"dropped\":$dropped$(noted)"
}

