# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- freezing the controller manager, so that fenced nodes are not taken for dead ----

freeze_left() { # fills left: whole seconds; 0 after a reboot too
  boot='' until=0
  { read -r boot until; } 2>/dev/null <"$frozen_until" || :
  left=$((${until:-0} - $(seconds_up)))
  [ "$boot" = "$(boot_id)" ] && [ $left -gt 0 ] || left=0
}

is_frozen() { is_there "$frozen" || [ -s "$store/$lifecycle" ]; }

keeps_freeze() { is_there "$frozen" || [ -f "$frozen_until" ]; }

verb_freeze() {
  begin
  adopt || cannot_write
  present=
  if is_there "$manifests/$lifecycle"; then
    present=1
    is_whole "$manifests/$lifecycle" || fail NoManifest \
      "$manifests/$lifecycle is empty or not a valid pod manifest; nothing was changed" \
      "write it again with: kubeadm init phase control-plane controller-manager"
    need_movable "$manifests/$lifecycle"
    sync "$manifests/$lifecycle"
  elif ! is_there "$frozen"; then
    no_manifest kube-controller-manager
  fi
  echo "$(boot_id) $(($(seconds_up) + ttl))" | record frozen-until || cannot_write
  keep freeze
  if [ -n "$present" ]; then # somebody may have put one there since we froze: then that is the one to bring back
    ! is_there "$frozen" || move "$frozen" "$frozen.replaced" || cannot_write
    move "$manifests/$lifecycle" "$frozen" || cannot_write
  fi
  succeed ",\"expiresInSeconds\":$ttl"
}

# Fills thawed, theirs; a manifest that somebody put there meanwhile stays; fails with ours where it is.
put_lifecycle_back() {
  thawed=false theirs=
  if is_there "$frozen"; then
    if ! is_there "$manifests/$lifecycle" || is_blank "$manifests/$lifecycle"; then
      is_whole "$frozen" && move "$frozen" "$manifests/$lifecycle" || return 1
      thawed=true
    elif same_file "$manifests/$lifecycle" "$frozen"; then
      rm -f "$frozen" && thawed=true || return 1
    else
      move "$frozen" "$frozen.replaced" || return 1
      theirs=',"keptTheirs":true'
    fi
  fi
  rm -f "$frozen_until" 2>/dev/null || :
}

step_freeze() { with_lock end_freeze_in_time; }

end_freeze_in_time() { # at once where the freeze was killed before its act
  freeze_left
  { is_there "$frozen" && [ $left -gt 0 ]; } || put_lifecycle_back
}

verb_thaw() {
  begin
  adopt || :
  if [ -f "$store/$lifecycle" ] && ! is_there "$frozen"; then # an earlier version's: no room to move it, or lost power
    ! is_whole "$store/$lifecycle" || cannot_write
    { is_there "$manifests/$lifecycle" && ! is_blank "$manifests/$lifecycle"; } ||
      lost "$store/$lifecycle" "$manifests/$lifecycle" controller-manager
    rm -f "$store/$lifecycle"
  fi
  put_lifecycle_back || {
    is_whole "$frozen" || lost "$frozen" "$manifests/$lifecycle" controller-manager
    cannot_write
  }
  succeed ",\"thawed\":$thawed$theirs"
}

lost() { # lost KEPT PLACE KUBEADM'S WORD
  fail ManifestLost "$1 is empty or incomplete, so halligan-node did not put it back as $2; nothing was changed" \
    "write $2 again with: kubeadm init phase control-plane $3, then: rm $1"
}

