# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- addresses, and where the caller's is ----

# Reads addresses. BEGIN's ARGV is used below because awk -v would interpret backslashes.
address_functions='
function hex(s,  i, v) {
  for (i = 1; i <= length(s); i++) v = v * 16 + index("0123456789abcdef", substr(s, i, 1)) - 1
  return v
}
function colons(s, into,  n, i, part) {
  n = split(s, part, ":")
  for (i = 1; i <= n; i++) { if (part[i] !~ /^[0-9a-f]+$/ || length(part[i]) > 4) return -1; into[i] = hex(part[i]) }
  return n
}
function parse(s,  at, len, i, part, a, b, front, back) {     # fills family, bits and group[1..]
  s = tolower(s); len = -1
  if (at = index(s, "/")) {
    len = substr(s, at + 1); s = substr(s, 1, at - 1)
    if (len !~ /^[0-9]+$/ || length(len) > 3) return 0
  }
  if (s ~ /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/) {
    split(s, part, ".")
    for (i = 1; i <= 4; i++) if (length(part[i]) > 3 || part[i] + 0 > 255 || part[i] ~ /^0./) return 0
    family = 4; bits = 32; group[1] = part[1] * 256 + part[2]; group[2] = part[3] * 256 + part[4]
  } else {
    if (s !~ /:/) return 0
    at = index(s, "::"); a = b = 0
    if (at) {
      if (at > 1) a = colons(substr(s, 1, at - 1), front)
      if (length(s) > at + 1) b = colons(substr(s, at + 2), back)
      if (a < 0 || b < 0 || a + b > 7) return 0
    } else if ((a = colons(s, front)) != 8) return 0
    for (i = 1; i <= 8; i++) group[i] = i <= a ? front[i] : i > 8 - b ? back[i - 8 + b] : 0
    family = 6; bits = 128
  }
  if (len + 0 > bits) return 0
  if (len + 0 >= 0) bits = len + 0
  return 1
}
function masked(len,  i, keep, size, text, high, mark) {            # the address of the network of that length
  mark = family == 4 ? "." : ":"
  for (i = 1; i <= (family == 4 ? 2 : 8); i++) {
    keep = len - 16 * (i - 1); keep = keep < 0 ? 0 : keep > 16 ? 16 : keep
    for (size = 1; keep < 16; keep++) size *= 2
    high = group[i] - group[i] % size
    text = text (i > 1 ? mark : "") (family == 4 ? int(high / 256) "." high % 256 : sprintf("%x", high))
  }
  return text
}
function learn(  net) { net = masked(bits); lens[family, bits]; nets[family, bits, net]; return net }
function is_known(most,  len) {      # whether a network of that length at most, of those learnt, holds what was parsed
  for (len = 0; len <= most; len++) if ((family, len) in lens && (family, len, masked(len)) in nets) return 1
  return 0
}'

addresses="$address_functions"'
BEGIN {
  n = split(ARGV[1], item, ",")
  if (n == 0) exit 1
  for (i = 1; i <= n; i++) {
    if (!parse(item[i])) { print item[i]; exit 1 }
    learn()
  }
  if (ARGV[2] != "") exit !(parse(ARGV[2]) && is_known(bits))
  for (i = 1; i <= n; i++) {                                  # nft refuses overlaps: drop what another one holds
    parse(item[i])
    text = masked(bits) (bits < (family == 4 ? 32 : 128) ? "/" bits : "")
    if (text in done || is_known(bits - 1)) continue
    done[text]
    out[family] = out[family] (out[family] == "" ? "" : ", ") text
  }
  print out[4] "|" out[6]
}'

need_cidrs() { # need_cidrs NAME LIST: fills v4 and v6 with nft element lists
  both=$(awk "$addresses" "$2") ||
    bad "\"$both\" in --$1 is not a valid address or CIDR" "write it like --$1 10.0.0.0/24,fd00::5"
  v4=${both%%|*} v6=${both#*|}
}

is_inside() { awk "$addresses" "$2" "$1" >/dev/null; } # is_inside ADDRESS CIDR,...

find_caller() { # fills caller: the address at the other end of our SSH connection, else empty
  caller=${SSH_CONNECTION-}
  caller=${caller%% *}
  caller=${caller%%%*}
  case $caller in ::ffff:*.*) caller=${caller#::ffff:} ;; *[!0-9a-fA-F.:]*) caller= ;; esac
}

need_admitted_caller() { # of a fence: unknown is not admitted; only a person at the node's own shell comes from nowhere
  find_caller
  if [ -n "$caller" ]; then
    is_inside "$caller" "$admins" || fail CallerNotAdmitted \
      "you come from $caller, which is not in --admins, so the fence would lock you out; nothing was changed" \
      "add $caller or a range that holds it to --admins, which is $admins now"
  elif [ -n "$through_ssh${SSH_CONNECTION-}" ]; then
    fail CallerUnknown \
      "SSH_CONNECTION is \"${SSH_CONNECTION-}\", without your address: a fence may lock you out; nothing was changed" \
      "connect to sshd directly and let sudo keep SSH_CONNECTION; at the node's own shell, unset SSH_CONNECTION first"
  else
    remark "halligan-node ran at the node's own shell, so it could not check that your address is in --admins"
  fi
}

