# shellcheck shell=sh disable=SC2154 # the other parts set what is missing here
# ---- answers ----

quote() { printf '"%s"' "$(printf %.300s "$1" | tr -c ' -~' '?' | sed 's/[\\"]/\\&/g')"; }

succeed() { # succeed [,"name":value...]
  answered=1
  printf '{"ok":true,"verb":"%s"%s}\n' "$verb" "${1-}"
  exit 0
}

fail() { # fail REASON MESSAGE FIX
  answered=1
  printf '{"ok":false,"verb":"%s","reason":"%s","message":%s,"fix":%s}\n' "$verb" "$1" "$(quote "$2")" "$(quote "$3")"
  case $1 in BadArgument) exit 2 ;; KernelRefused | Internal) exit 1 ;; *) exit 3 ;; esac
}

bad() { fail BadArgument "$1; nothing was changed" "$2"; }

remark() { note=${note:+$note; }$1; }

noted() { [ -z "$note" ] || printf ',"note":%s' "$(quote "$note")"; }

on_exit() {
  case $verb in check | isolate | renew) rm -f "$run"/*".$$" ;; esac
  [ -n "$answered" ] || printf '{"ok":false,"verb":"%s","reason":"Internal","message":"%s","fix":"%s"}\n' "$verb" \
    "halligan-node stopped half way at an unexpected error; what it had done by then stays" \
    "run halligan-node status to see what is in force, then run the same command again"
}

number_or_null() { case ${1:-x} in *[!0-9]*) printf null ;; *) printf %s "$1" ;; esac; }

numbers() { # numbers "6443 8443": fills numbers with a JSON array
  numbers=
  for number in $1; do numbers=$numbers,$number; done
  numbers="[${numbers#,}]"
}

list() { # list WORD...: a JSON array of strings
  printf '['
  comma=
  for word; do
    printf '%s"%s"' "$comma" "$word"
    comma=,
  done
  printf ']'
}

truth() { if "$@"; then echo true; else echo false; fi; }

