# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- growing the running API server in place ----
# Its control group, and the pod's around it, get bigger limits: the parent first, and when given back the child first.

in_place=$store/in-place # a line a limit, as changed: file, what it was, what we wrote

limit_file() { # limit_file FOLDER CONTROLLER
  case $2 in
    cpu) [ -f "$1/cpu.max" ] && echo "$1/cpu.max" || echo "$1/cpu.cfs_quota_us" ;;
    memory) [ -f "$1/memory.max" ] && echo "$1/memory.max" || echo "$1/memory.limit_in_bytes" ;;
  esac
}

raise_limit() { # raise_limit FILE VALUE: notes it first; a missing limit stays missing, a higher one stays
  had=$(line_of "$1") || return 1
  had=${had%% *}
  case $had in -1 | max | ??????????????????*) return 0 ;; esac
  limited=1
  [ "$2" -gt "$had" ] || return 0
  { cat "$in_place" || :; echo "$1 $had $2"; } | record in-place && echo "$2" >"$1"
} 2>/dev/null

raise_group() { # raise_group FOLDER CONTROLLER VALUE; cgroup v1 takes no memory limit above that of memory and swap
  swap=$1/memory.memsw.limit_in_bytes
  [ "$2" = cpu ] || ! [ -f "$swap" ] || raise_limit "$swap" "$3" || return 1
  raise_limit "$(limit_file "$1" "$2")" "$3"
}

own_groups() { # own_groups FOLDER: its own and its pod's, the outer first; never a slice that guards others as well
  case ${1%/*} in */*pod[0-9a-f]*) echo "${1%/*}" ;; esac
  echo "$1"
}

grow_in_place() { # fills limited: empty when there was no limit to raise
  limited=
  find_server
  folder=${pid:+$(cgroup_folder cpu)}
  [ -n "$folder" ] || fail NotLive "no kube-apiserver is running on this node; nothing was changed" \
    "leave --manner out, so that it grows by a restart"
  { cat "$in_place" 2>/dev/null || :; } | record in-place || cannot_write
  period=$(line_of "$folder/cpu.cfs_period_us") ||
    { period=$(line_of "$folder/cpu.max") && period=${period#* }; } || period=100000
  for controller in cpu memory; do
    folder=$(cgroup_folder $controller)
    case $controller in cpu) value=$((cpu * period / 1000)) ;; *) value=$((memory * 1048576)) ;; esac
    [ $value -gt 0 ] || continue
    for group in $(own_groups "$folder"); do
      raise_group "$group" $controller "$value" || {
        give_back
        fail KernelRefused "the kernel refused a bigger $controller limit for $group; the limits are as they were" \
          "leave --manner out, so that it grows by a restart"
      }
    done
  done
  set_growth live || { give_back; cannot_write; }
}

# Fills outcome: back or none; a limit that somebody changed since stays, and so does memory that is in use.
give_back() {
  outcome=none
  [ -s "$in_place" ] || return 0
  while read -r file had wrote; do
    now=$(line_of "$file") || continue
    is_number "${now%% *}" $((wrote - wrote % 4096)) "$wrote" || continue
    case $file in */memory.*)
      used=$(line_of "${file%/*}/memory.current" || line_of "${file%/*}/memory.usage_in_bytes") || used=0
      [ $((used / 8)) -lt $((had / 10)) ] || continue ;;
    esac
    echo "$had" >"$file" && outcome=back
  done <<END
$(sed '1!G;h;$!d' "$in_place")
END
  rm -f "$in_place"
} 2>/dev/null

