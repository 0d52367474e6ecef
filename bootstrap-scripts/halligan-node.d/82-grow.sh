# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- the verbs of growth ----

write_grown() { # the manifest as it would be, checked line by line
  awk -v cpu="$cpu" -v memory="$memory" -v flags="$flags" "$manifest_program" "$manifest" "$manifest" \
    >"$run/grown.yaml" 2>/dev/null && only_meant_lines_differ "$manifest" "$run/grown.yaml"
}

# The original is the manifest's own file under a second name: neither keeping it nor putting it back needs room.
stage() { # on the disk before the manifest is touched: its successor, that it is ours, the original, and the deadline
  ours=$(truth is_grown) made=
  cp -p "$manifest" "$next" && cat "$run/grown.yaml" >"$next" && sync "$next" "$manifest" || return 1
  { [ "$ours" = false ] || cat "$grown_sums"; sum_of "$next"; } | record grown-sums || return 1
  if [ "$ours" = false ] && ! same_file "$kept" "$manifest"; then # a person's edit of a grown one is an original, too
    ! [ -f "$kept" ] || move "$kept" "$kept.replaced" || return 1
    ln "$manifest" "$kept" && made=1 && sync "$kubernetes" || return 1
  fi
  set_growth starting "$live_within" "$who"
} 2>/dev/null

unstage() {
  rm -f "$next"
  [ -z "$made" ] || rm -f "$kept"
} 2>/dev/null

verb_grow() {
  live_within=${live_within:-90}
  [ "$cpu$memory$flags" != 00 ] || bad "there is nothing to grow" "give --cpu or --memory above 0, or a --flag"
  [ "$manner" != in-place ] || [ -z "$flags" ] ||
    bad "--flag does not go with --manner in-place" "leave --manner out: a flag needs a restart"
  begin
  fit_host
  given="\"cpuMillis\":$cpu,\"memoryMebibytes\":$memory"
  if [ "$manner" = in-place ]; then
    grow_in_place
    [ -n "$limited" ] ||
      succeed ",\"started\":false,$given,\"note\":\"the running server has no such limit, so nothing was raised\""
  else
    grow_by_restart
    [ -z "$unlimited" ] ||
      given="$given,\"note\":\"the manifest sets no limit for$unlimited, so nothing was raised there\""
  fi
  succeed ",\"started\":true,$given"
}

grow_by_restart() {
  livez_tool >/dev/null || fail MissingTool \
    "without curl, wget or openssl halligan-node cannot see whether the API server comes back; nothing was changed" \
    "install one of them"
  adopt || cannot_write
  [ -f "$manifest" ] || no_manifest kube-apiserver
  write_grown || fail NoManifest "$manifest is not in the form that kubeadm writes; nothing was changed" \
    "raise the limits in it by hand"
  need_movable "$manifest"
  without_limits
  read_growth
  identify
  if ! same_file "$manifest" "$run/grown.yaml"; then
    stage || { unstage; cannot_write; }
    keep growth
    move "$next" "$manifest" || { unstage; printf '%s' "$noted" | record growth || :; cannot_write; }
  elif [ "$growth" != starting ] && { [ "$growth" != live ] || [ -z "$pid" ]; }; then
    set_growth starting "$live_within" gone || cannot_write
    keep growth
    [ -n "$pid" ] || restart_kubelet || : # as large as it gets: no new manifest makes the kubelet forget its back-off
  fi
}

verb_growth() {
  begin
  revive
  read_growth
  find_server
  find_limits
  ! is_grown || written=$(read_manifest "$kept") || written='|' # what to grow from, however often it grew since
  [ -z "$since" ] || since=$(($(seconds_up) - since))
  size_before="\"cpuBeforeMillis\":$(number_or_null "${written%%|*}"),"
  size_before="$size_before\"memoryBeforeBytes\":$(number_or_null "${written##*|}")"
  size="\"cpuLimitMillis\":$(number_or_null "$cpu_limit"),\"memoryLimitBytes\":$(number_or_null "$memory_limit")"
  succeed ",$size_before,\"state\":\"$growth\",\"sinceSeconds\":$(number_or_null "$since"),$size"
}

verb_shrink() {
  begin
  adopt || cannot_write
  give_back
  given=$outcome
  put_manifest_back || {
    is_whole "$kept" || lost "$kept" "$manifest" apiserver
    cannot_write
  }
  rm -f "$growth_file" || :
  case $outcome-$given in none-back) succeed ',"shrunk":true,"manner":"in-place"' ;; esac
  case $outcome in
    theirs) succeed ',"shrunk":false,"keptTheirs":true' ;;
    *) succeed ",\"shrunk\":$(truth [ "$outcome" = back ])" ;;
  esac
}

