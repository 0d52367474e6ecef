# shellcheck shell=sh disable=SC2154 # the other parts set what is missing here
# ---- who hands on to the API server ----

# A balancer on the node (haproxy, nginx, kube-vip, ...) reaches the server over loopback, and hides who comes through.
# Prints "port address program pids yes|no|ask connections-to-the-server" for whoever might be one.
# shellcheck disable=SC2016
relay_program="$socket_functions"'
function of(list,  n, i, id, sum) {
  n = split(list, id, ","); for (i = 1; i <= n; i++) sum += out[id[i]]
  return sum + 0
}
BEGIN {
  n = split("kube-apiserver kubelet kube-controller kube-scheduler kube-proxy etcd sshd systemd", name, " ")
  for (i = 1; i <= n; i++) never[name[i]]
  n = split("containerd dockerd crio rpcbind chronyd k3s-server kubelite hyperkube -", name, " ")
  for (i = 1; i <= n; i++) never[name[i]]
  n = split(servers, name, " "); for (i = 1; i <= n; i++) server[name[i]]
  while ((getline row < file) > 0) {
    split(row, word, " ")
    if (word[4] == "yes") yes[word[1], word[2]]; else no[word[1], word[2], word[3]]
  }
}
$1 == "LISTEN" {
  listener()
  if (!(program in never) && !(port in server) && address !~ /^127\.|^::1$/ && !(port in line)) {
    line[port] = port " " address " " program " " pids; who[port] = program; by[port] = pids
  }
  next
}
NF < 2 { next }
{ users = index($0, "users:") ? substr($0, index($0, "users:")) : ""; sub(/ *users:.*/, ""); from = $(NF - 1); to = $NF
  sub(/.*:/, "", from); if ($NF !~ /^127\.|^\[::1\]|^\[::ffff:127\./) from_outside[from]++; sub(/.*:/, "", to)
  if (to in server) { read_pids(users); n = split(pids, id, ","); for (i = 1; i <= n; i++) out[id[i]]++ }
}
END {
  for (port in line) many[by[port]]++
  for (port in line) {
    mine = of(by[port])   # one connection to the server for each that comes in: agents that only ask it have one or two
    # Of one that has several ports nobody knows at which: each is asked.
    busy = many[by[port]] == 1 && mine >= 3 && from_outside[port] >= 3 && 2 * mine >= from_outside[port]
    verdict = busy || (port, who[port]) in yes ? "yes" : (port, who[port], by[port]) in no ? "no" : "ask"
    print line[port], verdict, mine
  }
}'

judge_relays() { # fills judged: of the sockets seen last
  judged=$(printf '%s\n' "$sockets" | awk -v servers="$port $server_ports" -v file="$run/relays" "$relay_program")
}

verdicts() { printf '%s\n' "$judged" | awk -v verdict="$1" '$5 == verdict'; }

ports_with() { verdicts "$1" | awk '{ printf "%s%s", (NR > 1 ? " " : ""), $1 }'; }

knock() { # knock: "port address" lines on stdin; two connections each, with nothing said, held for half a second
  # shellcheck disable=SC2016
  timeout 2 bash -c 'while read -r port address _; do
      case $address in "*" | 0.0.0.0) address=127.0.0.1 ;; ::) address=::1 ;; esac
      for n in 1 2; do { exec 3<>"/dev/tcp/$address/$port" && read -r -t 0.5 -N 1 <&3; } & done
    done; wait' >/dev/null 2>&1 9>&-
}

answering() { # answering LINES-OF-JUDGED: those that open a connection to the server for each of our two
  printf '%s\n' "$1" | knock &
  sleep 0.3
  look_at_sockets || :
  judge_relays
  wait $! || :
  { printf '%s\n' "$judged" | sed 's/^/now /'; printf '%s\n' "$1"; } |
    awk '$1 == "now" { has[$2] = $7; next } NF && has[$1] >= $6 + 2'
}

ask_relays() { # asks who was never asked; a program with several ports is asked port by port
  asked=$(verdicts ask)
  [ -n "$asked" ] && command -v bash >/dev/null && command -v timeout >/dev/null || return 0
  answering "$asked" >"$run/asked.$$"
  relaying=
  while read -r row; do
    [ -z "$row" ] || [ -z "$(answering "$row")" ] || relaying="$relaying ${row%% *} "
  done <"$run/asked.$$"
  judged=$(printf '%s\n' "$judged" |
    awk -v yes="$relaying" '$5 == "ask" { $5 = index(yes, " " $1 " ") ? "yes" : "no" } { print }')
}

remember_relays() { # also of a relay that is down just now
  { printf '%s\n' "$judged"; sed -n 's/ yes$/ & kept/p' "$run/relays" 2>/dev/null || :; } |
    awk 'NF >= 6 && $5 != "ask" { print $1, $3, $4, $5; there[$1] }
      $NF == "kept" && !($1 in there) { print $1, $2, $3, $4 }' >"$run/relays.$$"
  mv "$run/relays.$$" "$run/relays"
}

known_relays() { sed -n 's/ .* yes$//p' "$run/relays" 2>/dev/null || :; }

