# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- processes, and time ----

find_process() { # find_process NAME: fills pid: of our own network namespace, not one of a neighbouring container
  pid=''
  wanted=$(printf %.15s "$1") # the kernel keeps no more
  for comm in /proc/[0-9]*/comm; do
    { read -r name; } 2>/dev/null <"$comm" || continue
    [ "$name" = "$wanted" ] || continue
    candidate=${comm#/proc/} candidate=${candidate%/comm}
    [ ${#1} -le 15 ] || is_named "$1" || continue
    # shellcheck disable=SC3013 # -ef: dash, bash and busybox know it, and it costs no process
    [ "/proc/$candidate/ns/net" -ef /proc/self/ns/net ] && read_stat "$candidate" && [ "$state" != Z ] && pid=$candidate
  done
  [ -z "$pid" ] || read_stat "$pid" || pid=
}

is_named() { # is_named NAME: the candidate's own first word, where the kernel's 15 letters would fit another's as well
  first=$(tr '\0' '\n' 2>/dev/null <"/proc/$candidate/cmdline" | head -n 1)
  [ "${first##*/}" = "$1" ]
}

find_server() { # by its own name, else inside one of those that hold all of a control plane
  for program in kube-apiserver k3s-server kubelite hyperkube; do
    find_process "$program"
    [ -z "$pid" ] || return 0
  done
}

read_stat() { # fills state, ticks (of processor time), born (ticks since boot); the kernel counts 100 ticks a second
  { read -r line; } 2>/dev/null <"/proc/$1/stat" || return 1
  # shellcheck disable=SC2086
  set -- ${line##*) }
  state=$1 ticks=$((${12} + ${13})) born=${20}
}

read_uptime() { read -r uptime _ </proc/uptime; uptime=${uptime%.*}${uptime#*.}; } # hundredths of a second

line_of() { { read -r line; } 2>/dev/null <"$1" && printf %s "$line"; }

boot_id() { line_of /proc/sys/kernel/random/boot_id; }

seconds_up() { read_uptime && echo $((uptime / 100)); }

