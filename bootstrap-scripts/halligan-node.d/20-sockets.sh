# shellcheck shell=sh disable=SC2154 # the other parts set what is missing here
# ---- who listens, and at which port the API server ----

sockets=

look_at_sockets() { # fills sockets, as ss says them: of this network namespace
  sockets=$(ss -Htnp state listening state established state syn-sent 2>/dev/null)
}

# shellcheck disable=SC2016
socket_functions='
function listener(  i) {       # of a line of ss: fills port, address, program and pids
  i = index($0, "users:"); read_pids(i ? substr($0, i) : ""); program = i ? substr($0, i) : "-"
  sub(/^[^"]*"/, "", program); sub(/".*/, "", program); gsub(/[^A-Za-z0-9._-]/, "_", program)
  port = address = $4; sub(/.*:/, "", port)
  sub(/:[0-9]+$/, "", address); gsub(/[][]|%.*/, "", address); sub(/^::ffff:/, "", address)
}
function read_pids(users) {
  pids = ""
  while (match(users, /pid=[0-9]+/)) {
    pids = pids (pids == "" ? "" : ",") substr(users, RSTART + 4, RLENGTH - 4)
    users = substr(users, RSTART + RLENGTH)
  }
  if (pids == "") pids = "-"
}'

listen() { # fills heard: "port address program pid,pid" a listener
  [ -n "$sockets" ] || look_at_sockets || return 1
  heard=$(printf '%s\n' "$sockets" |
    awk "$socket_functions"' $1 == "LISTEN" { listener(); print port, address, program, pids }')
}

ports_of() { # ports_of PID: of heard, separated by spaces
  printf '%s\n' "$heard" | awk -v pid="$1" '
    index("," $4 ",", "," pid ",") && !($1 in seen) { seen[$1]; list = list (list == "" ? "" : " ") $1 }
    END { print list }'
}

# Those of kube-apiserver never change: what it costs to find them is paid once; others open theirs one by one.
remember_ports() {
  [ -n "$server_ports" ] && [ "$program" = kube-apiserver ] || return 0
  echo "$pid $born $server_ports" >"$run/ports.$$" && mv "$run/ports.$$" "$run/ports"
}

last_seen() { # fills seen_pid, seen_born and seen_ports: the server's when it last listened
  seen_pid='' seen_born='' seen_ports=''
  { read -r seen_pid seen_born seen_ports; } 2>/dev/null <"$run/ports" || :
}

find_ports() { # fills server_ports: what the server of find_server listens on; 1 when that cannot be told
  server_ports=
  [ -n "$pid" ] || return 0
  last_seen
  [ "$seen_pid $seen_born" != "$pid $born" ] || { server_ports=$seen_ports; return 0; }
  look_again
}

look_again() { # whatever was remembered
  listen || return 1
  server_ports=${pid:+$(ports_of "$pid")}
  remember_ports
}

is_servers() { case " $server_ports " in *" $port "*) return 0 ;; esac; return 1; }

need_server_port() { # a fence anywhere else would hold off nobody, or the wrong ones
  find_server
  { find_ports && is_servers; } || look_again || [ -n "$server_ports" ] ||
    fail KernelRefused "ss cannot list the listening sockets; nothing was changed" "run on the node: ss -ltnp"
  ! is_servers || return 0
  if [ -n "$server_ports" ]; then
    fail WrongPort "kube-apiserver listens on port $server_ports, not on $port; nothing was changed" \
      "give --port ${server_ports%% *}"
  fi
  other=$(printf '%s\n' "$heard" | awk -v port="$port" '$1 == port { print $3; exit }')
  case $other in
    '') ;;
    kube-apiserver | k3s-server | kubelite | hyperkube) return 0 ;; # one that restarts, or a part of it
    *) fail WrongPort "$other listens on port $port, not kube-apiserver; nothing was changed" \
      "give --port the port on which the API server listens" ;;
  esac
  # It crashes, or is killed before it listens: just then the fence is needed.
  last_seen
  server_ports=$(server_flag secure-port)
  server_ports=${server_ports:-6443}
  case " $server_ports $seen_ports " in *" $port "*) return 0 ;; esac
  fail WrongPort \
    "kube-apiserver is not listening, and its manifest names port $server_ports, not $port; nothing was changed" \
    "give --port $server_ports"
}

