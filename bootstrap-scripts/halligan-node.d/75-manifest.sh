# shellcheck shell=sh disable=SC2154 # the other parts set what is missing here
# ---- the API server's manifest ----

# Reads (limits=1) or changes a manifest as kubeadm writes it: two spaces a level, one container. Else it exits 1.
# It runs over the file twice, because a flag that is not there yet is added above those that are.
# shellcheck disable=SC2016
manifest_program='
function quantity(s,  unit) {
  gsub(/["\047]/, "", s); unit = s; sub(/^[0-9.]+/, "", unit); if (what == "cpu") s *= 1000
  factor["m"] = 0.001; factor[""] = 1; factor["k"] = 1e3; factor["M"] = 1e6; factor["G"] = 1e9; factor["T"] = 1e12
  factor["Ki"] = 1024; factor["Mi"] = 1048576; factor["Gi"] = 1073741824; factor["Ti"] = 1099511627776
  return unit in factor ? sprintf("%.0f", s * factor[unit]) : 0
}
FNR == 1 { pass++; inside = containers = items = servers = 0; n = split(flags, flag, " ") }
{ line = text = $0; sub(/^ */, "", text); depth = length(line) - length(text) }
/^  resources:/ { strange = 1 }                                 # of the whole pod: the kernel holds the container to it
/\t/ { strange = 1 }
text ~ /^(#.*)?$/ { depth = -1 }
text ~ /^- "[^"\\]*"$/ || text ~ /^- \047[^\047]*\047$/ {                  # as some tools write it
  text = "- " substr(text, 4, length(text) - 4)
}
depth >= 0 && depth <= 2 && (depth < 2 || text !~ /^- /) {
  inside = $0 == "  containers:"; containers += inside; key = ""
}
inside && depth == 2 && text ~ /^- / { items++; depth = 4; text = substr(text, 3) }
inside && depth == 4 && text !~ /^- / {
  key = text; part = ""
  if (key ~ /^(command|args|resources):/ && key !~ /^(command:|resources:|resources: [{][}])$/) strange = 1
}
inside && depth == 4 && key == "command:" && text ~ /^- --/ {
  for (i = 1; i <= n; i++) {
    name = "- --" flag[i]; sub(/=.*/, "=", name)
    if (index(text, name) == 1) { there[i]; line = "    - --" flag[i] }
    if (text " " ~ "^" substr(name, 1, length(name) - 1) "[ #]") strange = 1      # its value is a word of its own
  }
}
inside && depth == 6 && key == "resources:" { part = text; if (part !~ /^(limits|requests):$/) strange = 1 }
inside && depth >= 8 && key == "resources:" && part == "limits:" {
  if (text !~ /^(cpu|memory|ephemeral-storage|hugepages-[0-9A-Za-z]+): [^ ]+$/) strange = 1
}
inside && depth == 8 && key == "resources:" && part == "limits:" && text ~ /^(cpu|memory): / {
  what = text; sub(/:.*/, "", what); sub(/^[a-z]+: */, "", text); limit[what] = quantity(text)
  if (limit[what] + 0 == 0) strange = 1
  if (what == "cpu" && cpu > limit[what] + 0) line = "        cpu: " cpu "m"
  if (what == "memory" && memory * 1048576 > limit[what] + 0) line = "        memory: " memory "Mi"
}
pass == 2 && !limits { print line }
inside && depth == 4 && text == "- kube-apiserver" {
  servers++
  if (pass == 2) for (i = 1; i <= n; i++) if (!(i in there)) print "    - --" flag[i]
}
END {
  if (limits) print limit["cpu"] "|" limit["memory"]
  exit strange || containers != 1 || items != 1 || servers != 1
}'

# shellcheck disable=SC2120 # other parts name a file
read_manifest() { awk -v limits=1 "$manifest_program" "${1:-$manifest}" 2>/dev/null; } # read_manifest [FILE]

only_meant_lines_differ() { # only_meant_lines_differ OLD NEW
  awk -v meant='^        (cpu|memory): [0-9]+(m|Mi)$|^    - --[a-z0-9-]+=[^ ]+$' '
    NR == FNR { old[$0]++; next } old[$0]-- > 0 { next } $0 !~ meant { exit bad = 1 }
    END {
      for (l in old) if (old[l] > 0 && l !~ /^        (cpu|memory): |^    - ["\047]?--/) bad = 1
      exit bad }' "$1" "$2"
}

# Its value in the manifest, in one word or two, without a comment; empty when it is a variable.
server_flag() { flag_in "$manifest" "$1"; } # server_flag NAME

flag_in() { # flag_in FILE NAME
  awk -v name="--$2" '
    function plain(s) {
      sub(/[ \t]+#.*/, "", s); sub(/[ \t\r]+$/, "", s)
      if (s ~ /^".*"$/ || s ~ /^\047.*\047$/) s = substr(s, 2, length(s) - 2)
      return s
    }
    !/^ *- / { awaited = 0; next }
    { text = $0; sub(/^ *- +/, "", text); text = plain(text) }
    awaited { value = text; awaited = 0; next }
    text == name { awaited = 1 }
    index(text, name "=") == 1 { value = substr(text, length(name) + 2) }
    END { value = plain(value); if (value ~ /^[A-Za-z0-9._:\/-]+$/) print value }' "$1" 2>/dev/null || :
}

fit_host() { # lowers cpu and memory to what the host has to give: its processors, and 80 % of its memory
  size=${HALLIGAN_HOST:-$(nproc) $(sed -n 's/^MemTotal: *\([0-9]*\).*/\1/p' /proc/meminfo)}
  most_cpu=$((${size% *} * 1000)) most_memory=$((${size#* } / 1280))
  [ "$cpu" -le "$most_cpu" ] || cpu=$most_cpu
  [ "$memory" -le "$most_memory" ] || memory=$most_memory
}

without_limits() { # fills unlimited: the limits that were asked for and that the manifest does not set
  unlimited='' size=$(read_manifest)
  [ "$cpu" = 0 ] || [ -n "${size%%|*}" ] || unlimited=' CPU'
  [ "$memory" = 0 ] || [ -n "${size##*|}" ] || unlimited="$unlimited memory"
}

# Where this component is, when it is not a static pod as kubeadm makes them; empty when it is not to be found.
elsewhere() { # elsewhere NAME
  for file in "$manifests/$1".* /var/lib/rancher/rke2/agent/pod-manifests/"$1".yaml; do
    [ ! -f "$file" ] || { echo "its pod is defined in $file"; return; }
  done
  find_process "$1"
  service=${pid:+$(sed -n 's|.*/\([^/]*\.service\)$|\1|p' "/proc/$pid/cgroup" 2>/dev/null | head -n 1)}
  [ -z "$service" ] || { echo "it runs as the systemd service $service"; return; }
  [ -z "$pid" ] || { echo "it runs as process $pid"; return; }
  for process in k3s-server k3s kubelite k0s rke2; do
    find_process "$process"
    [ -z "$pid" ] || { echo "$process runs it inside process $pid"; return; }
  done
}

no_manifest() { # no_manifest NAME: says what is there, and what Halligan can do
  where=$(elsewhere "$1")
  [ -n "$where" ] || fail NoManifest "there is no $manifests/$1.yaml; nothing was changed" \
    "run this on a control-plane node where $1 is a static pod"
  case $1 in
    kube-apiserver) fix="grow it with --manner in-place, or raise its limits by hand" ;;
    *) fix="let the operator renew the nodes' leases instead, or stop it by hand" ;;
  esac
  fail NoManifest "there is no $manifests/$1.yaml, and halligan-node changes no other manifest: $where; \
nothing was changed" "$fix"
}

