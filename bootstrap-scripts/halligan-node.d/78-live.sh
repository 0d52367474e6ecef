# shellcheck shell=sh disable=SC2154 # the other parts set what is missing here
# ---- which API server runs, and whether it is live ----

identify() { # fills who, pid and born: of the server that runs, with its pod's uid where its control group tells it
  find_server
  who=gone
  [ -z "$pid" ] || who=$pid-$born-$(sed -n 's|.*[/-]pod\([0-9a-f_-]*\)[./].*|\1|p' "/proc/$pid/cgroup" 2>/dev/null |
    head -n 1 | tr _ -)
}

is_new() { # is_new BEFORE: who is another process, and not the old pod's container once more, before it is replaced
  [ "$who" != gone ] && [ "${1%-"${1#*-*-}"}" != "${who%-"${who#*-*-}"}" ] || return 1
  [ -n "${who#*-*-}" ] && [ "${1#*-*-}" = "${who#*-*-}" ] || return 0
  [ $(($(seconds_up) - born / 100)) -ge 25 ] # a pod whose uid stays: by now the kubelet would have replaced it
}

livez_tool() {
  for tool in curl wget openssl; do ! command -v "$tool" >/dev/null || { echo "$tool"; return; }; done
  return 1
}

server_sockets() { # ADDRESS:PORT a line: where the process listens; the manifest is only asked where ss cannot tell
  if sockets=$(ss -Hltnp 2>/dev/null); then
    printf '%s\n' "$sockets" | awk -v mark=",pid=$pid," 'index($0, mark) { print $4 }' |
      sed 's/%[^:]*:/:/; s/^\(\*\|0\.0\.0\.0\|\[::\]\):/127.0.0.1:/'
  else
    port=$(server_flag secure-port)
    echo "127.0.0.1:${port:-6443}"
  fi
}

is_live() { # any answer over TLS from a port of its own: who refuses us, or is not ready yet, is there
  [ -n "$pid" ] || return 1
  for socket in $(server_sockets | head -n 5); do
    case $(livez_tool) in
      curl) curl -sk --noproxy '*' -m 5 -o /dev/null "https://$socket/livez" ;;
      wget) wget -q -S --no-proxy --no-check-certificate -t 1 -T 5 -O /dev/null "https://$socket/livez" 2>&1 |
        grep -q 'HTTP/[0-9.]* [1-5]' ;;
      *) printf 'GET /livez HTTP/1.0\r\n\r\n' | timeout 5 openssl s_client -quiet -connect "$socket" 2>/dev/null |
        head -n 1 | grep -q '^HTTP/[0-9.]* [1-5]' ;;
    esac && return 0
  done
  return 1
} 2>/dev/null

