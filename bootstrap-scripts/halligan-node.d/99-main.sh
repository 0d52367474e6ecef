# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- from the command line to a verb ----

main() {
  # as operators of before the verbs were renamed ask; goes with the next version
  asked=${1-}
  case $asked in
    talkers) asked=clients former=yes ;;
    cut) asked=drop-connections ;;
    wake) asked=restart-kubelet former=yes ;;
  esac
  find_verb "$asked" || bad "\"${1-}\" is not a valid verb" "use one of these: $(names_of_verbs)"
  shift
  renice -n -20 -p $$ >/dev/null 2>&1 || : # the node is starved when this is needed
  read_arguments "$@"
  case $verb in *-*) "verb_${verb%%-*}_${verb#*-}" ;; *) "verb_$verb" ;; esac
}

over_ssh() { # the client's words, split at single spaces and never evaluated
  words=${SSH_ORIGINAL_COMMAND-}
  case $words in
    *[!A-Za-z0-9._:/,=\ -]* | *'  '* | ' '* | *' ')
      bad "the command holds characters that are not allowed" "send a verb and --name value pairs with single spaces" ;;
  esac
  [ "${#words}" -le 130000 ] ||
    bad "the command is longer than 130000 characters" "send fewer or larger ranges, or admit them in several commands"
  through_ssh=1
  # sshd made us a session of our own: else nice counts only within it.
  { echo -20 >/proc/self/autogroup; } 2>/dev/null || :
  set -f
  # shellcheck disable=SC2086
  set -- $words
  set +f
  main "$@"
}

case $0 in /*) self=$0 ;; *) self=$PWD/$0 ;; esac
case ${1-} in
  --keep-growth) keeper growth ;;
  --keep-freeze) keeper freeze ;;
  --inside) is_inside "${2-}" "${3-}" ;;
  *)
    trap on_exit EXIT
    if [ "${1-}" = --ssh ]; then over_ssh; else main "$@"; fi
    ;;
esac
