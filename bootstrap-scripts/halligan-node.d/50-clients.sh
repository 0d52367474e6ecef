# shellcheck shell=sh disable=SC2154 # the other parts set what is missing here
# ---- the clients: whom the fence rejects, and who is connected ----

serving_port() { # the port asked for, else of the fence, else of the manifest, else kubeadm's
  [ -z "$port" ] || return 0
  port=${fence_port:-$(server_flag secure-port)}
  port=${port:-6443}
}

as_objects() { # as_objects NAME: "value key" lines as JSON objects, highest value first, at most $top
  sort -k1,1nr -k2 | head -n "$top" |
    awk -v name="$1" '{ printf "%s{\"address\":\"%s\",\"%s\":%s}", (NR > 1 ? "," : ""), $2, name, $1 }'
}

verb_clients() {
  top=${top:-20}
  begin
  look_at_fence
  serving_port
  of_fence=$({ rejected_of 4; rejected_of 6; } | as_objects packets)
  # shellcheck disable=SC2086,SC2046
  of_server=$(ss -Htn state established "$(at_ports ${fence_ports:-$port $(known_relays)})" |
    awk '{ peer = $NF; sub(/:[0-9]+$/, "", peer); gsub(/[][]|%.*/, "", peer); sub(/^::ffff:/, "", peer); count[peer]++ }
      END { for (peer in count) print count[peer], peer }' | as_objects count)
  former=${former:+",\"talkers\":[$of_fence],\"connections\":[$of_server]"}
  succeed ",\"rejected\":[$of_fence],\"connected\":[$of_server]$former"
}

# rejected_of 4|6: "packets address bytes" a line. A fence of an earlier version counts in sets of another name.
rejected_of() {
  { nft list set inet halligan "clients$1" || nft list set inet halligan "talkers$1"; } 2>/dev/null |
    awk '{ gsub(/[{},=]/, " ")
    for (i = 2; i < NF; i++) if ($i == "counter" && $(i + 1) == "packets") print $(i + 2), $(i - 1), $(i + 4) }'
}

