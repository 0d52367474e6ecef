# shellcheck shell=sh disable=SC2154 # the other parts set what is missing here
# ---- the API server: what it uses ----

# The last written first.
logs() { ls -t /var/log/pods/kube-system_kube-apiserver-*_*/kube-apiserver/[0-9]*.log 2>/dev/null || :; }

pod_uid() { # fills uid: of the running server, else of the one that wrote last; it changes when the manifest does
  pod=
  [ -z "$pid" ] || read_pod "$pid"
  uid=$pod
  while :; do
    case $uid in *_*) uid=${uid%%_*}-${uid#*_} ;; *) break ;; esac
  done
  [ -n "$uid" ] || uid=$(logs | head -n 1 | sed 's|/kube-apiserver/[^/]*$||; s|.*_||')
}

cgroup_folder() { # cgroup_folder CONTROLLER: the server's, v1 or v2; a container may see only the tail of the path
  base=/sys/fs/cgroup/$1 path=$(sed -n "s/^[0-9]*:\([^:]*,\)*$1\(,[^:]*\)*://p" "/proc/$pid/cgroup" 2>/dev/null)
  [ -n "$path" ] || base=/sys/fs/cgroup path=$(sed -n 's/^0:://p' "/proc/$pid/cgroup" 2>/dev/null)
  while [ -n "$path" ] && [ "$path" != / ]; do
    [ ! -d "$base$path" ] || { echo "$base$path"; return; }
    path=${path#/}
    case $path in */*) path=/${path#*/} ;; *) path= ;; esac
  done
}

find_limits() { # fills cpu_limit (millis) and memory_limit (bytes): of the running container, else of the manifest
  cpu_limit='' memory_limit='' folder=${pid:+$(cgroup_folder cpu)}
  quota=$(line_of "$folder/cpu.max" ||
    echo "$(line_of "$folder/cpu.cfs_quota_us") $(line_of "$folder/cpu.cfs_period_us")")
  case $quota in [1-9]*' '[1-9]*) cpu_limit=$((${quota% *} * 1000 / ${quota#* })) ;; esac
  folder=${pid:+$(cgroup_folder memory)}
  memory_limit=$(line_of "$folder/memory.max" || line_of "$folder/memory.limit_in_bytes") || :
  case $memory_limit in max | ??????????????????*) memory_limit= ;; esac
  written=$(read_manifest) || written='|'
  [ -n "$cpu_limit" ] || cpu_limit=${written%%|*}
  [ -n "$memory_limit" ] || memory_limit=${written##*|}
}

remember() { # remember NAME: stdin replaces a small file of ours in one step; what cannot be written is forgotten
  cat >"$store/$1.$$" && mv "$store/$1.$$" "$store/$1" || rm -f "$store/$1.$$" || :
} 2>/dev/null

# The highest N of each pod's N.log, summed over all pods ever seen: a new manifest makes a new pod that starts at 0.
total_restarts() {
  logs | awk -v file="$store/restarts" '
    function seen(uid, n) { if (!(uid in most) || n + 0 > most[uid] + 0) most[uid] = n }
    BEGIN { while ((getline line < file) > 0) { split(line, word, " "); seen(word[1], word[2]) } close(file) }
    /\/[0-9]+\.log$/ {
      n = split($0, part, "/"); uid = part[n - 2]; sub(/.*_/, "", uid); sub(/\.log/, "", part[n]); seen(uid, part[n]) }
    END {
      for (uid in most) { print uid, most[uid] > (file ".new"); total += most[uid]; any = 1 }
      if (any) print total }'
  [ ! -f "$store/restarts.new" ] || mv "$store/restarts.new" "$store/restarts"
}

# cgroup v2 counts in the pod's own group, which outlives its containers. In v1 the counter dies with the container, so
# the kernel's log is read. Either is added to a sum of ours, because a new pod starts at 0 and the log is a ring.
total_oom_kills() {
  was='' last=0 sum=0
  { read -r was last sum; } 2>/dev/null <"$store/oom" || :
  [ -n "$uid" ] || return 0
  for events in /sys/fs/cgroup/*pod"$uid"*/memory.events /sys/fs/cgroup/*/*pod"$uid"*/memory.events \
    /sys/fs/cgroup/*/*/*pod"$uid"*/memory.events /sys/fs/cgroup/*/*/*/*pod"$uid"*/memory.events; do
    [ -r "$events" ] || continue
    count=$(sed -n 's/^oom_kill //p' "$events")
    [ "$was" = "$uid" ] && [ "$count" -ge "$last" ] || last=0
    sum=$((sum + count - last))
    echo "$uid $count $sum" | remember oom
    echo $sum
    return
  done
  read -r boot </proc/sys/kernel/random/boot_id
  [ "$was" = "$boot" ] || last=0
  log=$(dmesg 2>/dev/null) || return 0
  printf '%s\n' "$log" | awk -v uid="$uid" -v boot="$boot" -v last="$last" -v sum="$sum" -v file="$store/oom.new" '
    /oom-kill:/ && /task=kube-apiserver,/ {
      text = $0; gsub(/_/, "-", text); at = $0; sub(/^[^[]*\[ */, "", at); sub(/\].*/, "", at)
      if (index(text, "pod" uid) && at + 0 > last + 0) { sum++; newest = at } }
    END { print boot, newest == "" ? last : newest, sum > file; print sum }'
  mv "$store/oom.new" "$store/oom"
}

start_sample() { # of the server's processor time; the rest of status is gathered meanwhile
  find_server
  read_uptime
  sampled_at=$uptime before=${ticks-0}
}

end_sample() { # fills cpu (millis), over 200 ms at least
  cpu=
  [ -n "$pid" ] || return 0
  read_uptime
  [ $((uptime - sampled_at)) -ge 20 ] || sleep 0.2
  read_uptime
  ! read_stat "$pid" || cpu=$(((ticks - before) * 1000 / (uptime - sampled_at)))
}

cap_by_host() { # a limit above what the host has is none that is ever reached
  processors=0
  while read -r word _; do case $word in cpu[0-9]*) processors=$((processors + 1)) ;; esac; done </proc/stat
  processors=${HALLIGAN_HOST:-$processors} processors=${processors%% *}
  [ "${cpu_limit:-0}" -le $((processors * 1000)) ] || cpu_limit=$((processors * 1000))
}

server_json() {
  present=false running=false memory='' started=''
  [ ! -f "$manifest" ] || present=true
  if [ -n "$pid" ]; then
    running=true started=$(($(sed -n 's/^btime //p' /proc/stat) + born / 100))
    memory=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null) || :
  fi
  [ -n "$pid" ] || [ -z "$(ss -Hltn "sport = :$port")" ] || running=null # somebody listens there whom we do not know
  pod_uid
  find_limits
  cap_by_host
  kills=$(total_oom_kills) restarts=$(total_restarts)
  end_sample
  printf '{"present":%s,"running":%s,"pid":%s,"cpuMillis":%s,"cpuLimitMillis":%s,' \
    $present $running "$(number_or_null "$pid")" "$(number_or_null "$cpu")" "$(number_or_null "$cpu_limit")"
  printf '"memoryBytes":%s,"memoryLimitBytes":%s,' "$(number_or_null "${memory:+$((memory * 1024))}")" \
    "$(number_or_null "$memory_limit")"
  printf '"oomKills":%s,"restarts":%s,"startedAt":%s,"connections":%s,"ports":%s}' "$(number_or_null "$kills")" \
    "$(number_or_null "$restarts")" "$(number_or_null "$started")" "$(number_or_null "$established")" "$listens"
}

