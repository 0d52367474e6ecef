# shellcheck shell=sh disable=SC2154 # the other parts set what is missing here
# ---- before anything is done ----

begin() { # as the table has it: root, the tools, and for a verb that acts the lock and the epoch
  while read -r key _ user _; do [ "$key" != Uid: ] || break; done </proc/self/status # without a process of its own
  [ "$user" = 0 ] ||
    fail NotRoot "halligan-node must run as root; nothing was changed" "run it as root, or through its SSH key"
  # shellcheck disable=SC2086
  for tool in awk sed flock setsid sha256sum $tools; do
    command -v "$tool" >/dev/null ||
      fail MissingTool "$tool is not installed; nothing was changed" "install $tool, or run install-node again"
  done
  [ -d "$run" ] || mkdir -p "$run"
  [ -d "$store" ] || mkdir -p "$store" 2>/dev/null || : # a verb that reads needs none, and the disk may be read-only
  [ "$kind" = acts ] || return 0
  take_lock || fail Busy "another halligan-node command is running; nothing was changed" "try again in a few seconds"
  [ -z "$epoch" ] || need_epoch
}

take_lock() { exec 9>"$run/lock" && flock -w 5 9; }

# The highest is never lowered: one that is let in because no higher one spoke for 15 minutes changes nothing here.
need_epoch() {
  highest='' of_boot='' at=''
  { read -r highest of_boot at; } 2>/dev/null <"$run/epoch" || :
  is_number "$highest" 0 999999999999999 || highest=0
  if [ "$epoch" -lt "$highest" ]; then
    age=$(($(seconds_up) - ${at:-0}))
    [ "$of_boot" != "$(boot_id)" ] || [ "$age" -ge 900 ] ||
      fail StaleEpoch "epoch $epoch is lower than $highest, which this node saw $age s ago; nothing was changed" \
        "stop acting: a newer leader is at work"
    return 0
  fi
  echo "$epoch $(boot_id) $(seconds_up)" >"$run/epoch.new"
  mv "$run/epoch.new" "$run/epoch"
}
