# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- processes, and time ----

# By the kernel's name, or where no process has it by the flag that no other program is given. Of several, ours is the
# one of our static pod that listens: other clusters' control planes may run as pods on the host's network.
find_process() { # find_process NAME: fills pid: of our own network namespace, not one of a neighbouring container
  pid='' several=''
  find_named "$1"
  [ -n "$pid" ] || find_marked "$1"
  [ -z "$several" ] || find_listener
  [ -z "$pid" ] || read_stat "$pid" || pid=
}

find_named() {
  wanted=$(printf %.15s "$1") # the kernel keeps no more
  for comm in /proc/[0-9]*/comm; do
    { read -r name; } 2>/dev/null <"$comm" || continue
    case $name in
      "$wanted") [ ${#1} -gt 15 ] || name=$1 ;;
      hyperkube) ;;
      *) continue ;;
    esac
    candidate=${comm#/proc/} candidate=${candidate%/comm}
    [ "$name" = "$1" ] || is_named "$1" || continue
    consider "$1"
  done
}

find_marked() { # a program of another name, such as one with its version in it
  case $1 in
    kube-apiserver) mark='service-account-signing-key-file' ;;
    kube-controller-manager | kube-scheduler)
      mark=$(flag_in "$manifests/$1.yaml" kubeconfig)
      [ -n "$mark" ] || return 0
      mark=kubeconfig=$mark\$ ;;
    *) return 0 ;;
  esac
  marked=$(grep -lze "^--$mark" /proc/[0-9]*/cmdline 2>/dev/null) || :
  for command in $marked; do
    candidate=${command#/proc/} candidate=${candidate%/cmdline}
    consider "$1"
  done
}

consider() { # consider NAME: the candidate, beside those that were found before
  # shellcheck disable=SC3013 # -ef: dash, bash and busybox know it, and it costs no process
  [ "/proc/$candidate/ns/net" -ef /proc/self/ns/net ] && read_stat "$candidate" && [ "$state" != Z ] || return 0
  ! is_anothers "$1" || return 0
  several=${pid:+$several $pid}
  pid=$candidate
}

find_listener() { # of several: the one that listens on our port, else the last
  sockets=
  listen || return 0
  our_port=$(server_flag secure-port)
  for candidate in $several $pid; do
    case " $(ports_of "$candidate") " in *" ${port:-${our_port:-6443}} "*) pid=$candidate ;; esac
  done
}

read_words() { words=$(tr '\0' '\n' 2>/dev/null <"/proc/$candidate/cmdline") || words=; } # a line each

is_named() { # is_named NAME: by its own first word, where the kernel's 15 letters would fit another's as well
  read_words
  first=${words%%"$newline"*} second=${words#*"$newline"}
  case ${first##*/} in "$1") return 0 ;; hyperkube) ;; *) return 1 ;; esac
  case ${second%%"$newline"*} in "$1" | "${1#kube-}") return 0 ;; esac
  return 1
}

# Static pods' uids have no dashes. The port is asked for only where both name one.
is_anothers() { # is_anothers NAME: the candidate is of another cluster's control plane than the manifest's
  [ -f "$manifests/$1.yaml" ] || return 1
  read_pod "$candidate"
  case $pod in *[-_]*) return 0 ;; ?*) return 1 ;; esac
  [ "$1" = kube-apiserver ] || return 1
  read_words
  case $newline$words$newline in
    *"$newline--secure-port="*) their_port=${words#*--secure-port=} ;;
    *"$newline--secure-port$newline"*) their_port=${words#*--secure-port"$newline"} ;;
    *) return 1 ;;
  esac
  our_port=$(server_flag secure-port)
  case $our_port in '' | "${their_port%%"$newline"*}") return 1 ;; esac
}

read_pod() { # read_pod PID: fills pod: its pod's uid as its control group has it
  pod=
  while read -r path; do
    case $path in *[/-]pod[0-9a-f]*[./]*) ;; *) continue ;; esac
    pod=${path##*[/-]pod}
    pod=${pod%%[./]*}
    case $pod in *[!0-9a-f_-]*) pod= ;; *) break ;; esac
  done 2>/dev/null <"/proc/$1/cgroup" || :
}

find_server() { # by its own name, else inside one of those that hold all of a control plane
  for program in kube-apiserver k3s-server kubelite; do
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

