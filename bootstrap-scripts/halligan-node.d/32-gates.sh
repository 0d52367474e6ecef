# shellcheck shell=sh disable=SC2154 # the other parts set what is missing here
# ---- the cohorts' gates ----

some_bytes() { # some_bytes FORMAT: the last bytes that the share lets in, of 256, shuffled; a larger share keeps them
  awk -v share="$share" -v format="$1" 'BEGIN {
    for (i = 0; i < 256; i++) if ((i * 167 + 13) % 256 * 100 < share * 256) printf "%s" format, (n++ ? ", " : ""), i }'
}

gate_rules() { # who of the cohort passes, how fast, and the comment that status reads
  for chain in "gate-$cohort" "in-$cohort" "late-$cohort"; do
    echo "add chain inet halligan $chain"
    echo "flush chain inet halligan $chain"
  done
  echo "add set inet halligan c4-$cohort { type ipv4_addr; flags interval; }"
  echo "add set inet halligan c6-$cohort { type ipv6_addr; flags interval; }"
  fill "c4-$cohort" "$cohort4"
  fill "c6-$cohort" "$cohort6"
  # Dropped, not refused: TCP itself tries again after a second, so a paced client sees a slow answer, not an error.
  over="tcp flags & (fin|syn|rst|ack) == syn limit rate over $pace/second burst $pace packets"
  [ "$pace" = 0 ] || echo "add rule inet halligan in-$cohort $over drop"
  echo "add rule inet halligan in-$cohort accept"
  for family in 4 6; do
    case $family in 4) ip=ip ;; *) ip=ip6 ;; esac
    case $by$family in
      hash*) some="jhash $ip saddr mod 100 seed $spread < $share" ;;
      byte4) some="ip saddr & 0.0.0.255 { $(some_bytes 0.0.0.%d) }" ;;
      byte6) some="ip6 saddr & ::ff { $(some_bytes ::%x) }" ;;
    esac
    [ "$share" -lt 100 ] || some=
    [ "$share" -ne 0 ] || continue
    some="$ip saddr @c$family-$cohort $some"
    echo "add rule inet halligan gate-$cohort $some goto in-$cohort comment \"share=$share\""
    echo "add rule inet halligan late-$cohort $some accept"
  done
  ! printf '%s\n' "$known" | grep -qx -- "$cohort" || return 0
  echo "add rule inet halligan cohorts jump gate-$cohort"
  echo "add rule inet halligan late-cohorts jump late-$cohort"
}

