# shellcheck shell=sh disable=SC2154 # the other parts set what is missing here
# ---- controllers that the kubelet holds back after they crashed in the storm, for up to 5 minutes ----

is_held_back() { # is_held_back NAME: it has a manifest, does not run, and said its last word over 20 s ago
  [ -f "$manifests/$1.yaml" ] || return 1
  find_process "$1"
  [ -z "$pid" ] || return 1
  # shellcheck disable=SC2012 # the kubelet names these files
  last=$(ls -t "/var/log/pods/kube-system_$1-"*/"$1"/[0-9]*.log 2>/dev/null | head -n 1)
  [ -n "$last" ] && [ $(($(date +%s) - $(stat -c %Y "$last"))) -gt 20 ]
}

restart_kubelet() { # one that starts anew forgets its back-off; containers run on meanwhile; at most once a minute
  read_uptime
  [ "$((uptime / 100 - $(line_of "$run/kubelet-restarted-at" || echo -999)))" -gt 60 ] || return 1
  systemctl --no-block restart kubelet >/dev/null 2>&1 || return 1
  echo "$((uptime / 100))" >"$run/kubelet-restarted-at"
}

verb_restart_kubelet() {
  begin
  held=
  for part in kube-controller-manager kube-scheduler; do # find_process uses name
    if is_held_back "$part"; then held="$held $part"; fi
  done
  restarted=$(truth test -n "$held")
  [ "$restarted" = false ] || restart_kubelet || restarted=false
  # shellcheck disable=SC2086
  succeed ",\"restarted\":$restarted${former:+,\"woken\":$restarted},\"heldBack\":$(list $held)"
}

