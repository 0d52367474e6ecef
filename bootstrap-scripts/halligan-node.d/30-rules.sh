# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- the rules ----

trial= # -c: the kernel looks at the rules and takes none
rules=$run/rules

# shellcheck disable=SC2086 # a trial adds a word, or none
apply() { error=$(nft $trial -f - 2>&1); } # the rules on stdin, all or nothing; fills error

refused() {
  fail KernelRefused "nftables refused ($(printf %s "$error" | head -n 1)); the rules in force are unchanged" \
    "run on the node: nft list table inet halligan"
}

impose() { # impose RENDERER: applies the rules that it prints
  by='hash'
  "$1" >"$rules"
  ! apply <"$rules" || return 0
  grep -q jhash "$rules" || refused
  refusal=$error by='byte'
  "$1" >"$rules"
  apply <"$rules" || { error=$refusal; refused; }
  remark "this kernel has no nft hash, so a share is chosen by the last byte of the clients' addresses"
}

fill() { # fill SET LIST: the set holds exactly these
  echo "flush set inet halligan $1"
  [ -z "$2" ] || echo "add element inet halligan $1 { $2 }"
}

arm() { # fills elements: each of ports, until ttl is over
  elements=
  for armed in $ports; do elements="$elements${elements:+, }$armed timeout ${ttl}s"; done
}

# The chain late sees what IPVS turned to the server behind the first one, and counts nobody against a pace twice;
# forward and output see what this host hands on to another one's server, to arrive with the control plane's address.
table_rules() {
  arm
  cat <<END
add table inet halligan
delete table inet halligan
table inet halligan {
  set armed { type inet_service; flags timeout; elements = { $elements }; }
  set admins4 { type ipv4_addr; flags interval; }
  set admins6 { type ipv6_addr; flags interval; }
  set own4 { type ipv4_addr; flags interval; }
  set own6 { type ipv6_addr; flags interval; }
  set clients4 { type ipv4_addr; flags dynamic; size 65535; }
  set clients6 { type ipv6_addr; flags dynamic; size 65535; }
  counter rejected { $counted }
  chain cohorts { }
  chain late-cohorts { }
  chain friends {
    ip saddr @own4 accept
    ip6 saddr @own6 accept
    ip saddr @admins4 accept
    ip6 saddr @admins6 accept
  }
  chain refuse {
    tcp flags & rst == rst accept comment "lets the server forget connections whose client is gone"
    update @clients4 { ip saddr counter }
    update @clients6 { ip6 saddr counter }
    counter name rejected
    reject with tcp reset
  }
  chain guard {
    jump friends
    jump cohorts
    goto refuse
  }
  chain input {
    type filter hook input priority -10; policy accept;
    meta l4proto != tcp accept
    iif "lo" accept
    tcp dport @armed goto guard
  }
  chain late {
    type filter hook input priority 200; policy accept;
    meta l4proto != tcp accept
    iif "lo" accept
    tcp dport != @armed accept
    jump friends
    jump late-cohorts
    goto refuse
  }
  chain forward {
    type filter hook forward priority -10; policy accept;
    tcp dport @armed ip daddr @own4 goto guard
    tcp dport @armed ip6 daddr @own6 goto guard
  }
  chain output {
    type filter hook output priority -10; policy accept;
    meta l4proto != tcp accept
    oif "lo" accept
    meta skuid >= 0 accept comment "of a process of this host"
    tcp dport @armed ip daddr @own4 goto guard
    tcp dport @armed ip6 daddr @own6 goto guard
  }
}
END
}

member_rules() { fill admins4 "$admins4"; fill admins6 "$admins6"; fill own4 "$own4"; fill own6 "$own6"; }

whole_table() { # what stands, whatever became of it, goes in the same step
  table_rules
  member_rules
  known=
  while read -r cohort share pace lists; do
    cohort4=${lists%%|*} cohort6=${lists#*|}
    [ -z "$cohort" ] || gate_rules
  done <<END
$gates
END
  version_rules
}

rearm_rules() { # fails as a whole when an element has expired meanwhile
  for armed in $fence_ports; do echo "delete element inet halligan armed { $armed }"; done
  arm
  echo "add element inet halligan armed { $elements }"
}

