# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- arguments: read and checked by the table of verbs ----

find_verb() { # find_verb NAME: fills verb, and of its row kind (reads or acts), tools and usage; 1 when there is none
  case ${1-} in '' | *[!a-z-]*) return 1 ;; esac
  case $verbs in *"$newline$1 "*) ;; *) return 1 ;; esac
  verb=$1
  row=${verbs#*"$newline$1 "}
  row=${row%%"$newline"*}
  set -f
  # shellcheck disable=SC2086
  set -- $row
  set +f
  kind=$1 tools=
  shift
  while [ $# -gt 0 ]; do
    case $1 in --* | '['*) break ;; esac
    tools="$tools $1"
    shift
  done
  usage=$*
  [ "$kind" = reads ] || usage=${usage:+$usage }$options_of_acts
}

names_of_verbs() {
  printf '%s\n' "$verbs" | awk '$2 == "reads" || $2 == "acts" { printf "%s%s", (n++ ? " " : ""), $1 }'
}

find_option() { # find_option NAME: fills takes: its value in usage; 1 when the verb has no such option
  case $1 in '' | *[!a-z-]*) return 1 ;; esac
  case " $usage " in
    *" --$1 "*) takes=${usage#*"--$1 "} ;;
    *" [--$1 "*) takes=${usage#*"[--$1 "} ;;
    *) return 1 ;;
  esac
  takes=${takes%% *}
  takes=${takes%%"]"*}
}

need_option() { # need_option WORD: fills name and takes
  name=${1#--}
  case $1 in --?*) ;; *) bad "\"$1\" is not a valid option" "write options as --name value" ;; esac
  find_option "$name" || bad "\"$1\" is not a valid option of $verb" "$verb takes ${usage:-no options}"
  case $given in *" $name "*) ;; *) return 0 ;; esac
  case $usage in *"--$name $takes].."*) ;; *) bad "--$name is given twice" "give it once" ;; esac
}

is_number() { # is_number VALUE MIN MAX
  case $1 in '' | *[!0-9]* | 0?* | ????????????????*) return 1 ;; esac
  [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

is_one_of() { # is_one_of WORD a|b
  case $1 in *'|'*) return 1 ;; esac
  case "|$2|" in *"|$1|"*) ;; *) return 1 ;; esac
}

need_value() { # need_value VALUE: of name, as takes has it
  case $takes in
    *[0-9]..[0-9]*)
      is_number "$1" "${takes%%..*}" "${takes##*..}" ||
        bad "\"$1\" is not a valid --$name" "give --$name a whole number from ${takes%%..*} to ${takes##*..}" ;;
    *'|'*) is_one_of "$1" "$takes" || bad "\"$1\" is not a valid --$name" "give --$name one of these: $takes" ;;
  esac
}

need_required() { # need_required USAGE-WORD...
  for word; do
    case $word in --*) ;; *) continue ;; esac
    case $filled in *" ${word#--} "*) ;; *) bad "$word is missing" "$verb takes $usage" ;; esac
  done
}

need_flag() { # --flag: only what bounds load; nothing that could open the API server up
  case $1 in
    goaway-chance=* | max-requests-inflight=* | max-mutating-requests-inflight=* | request-timeout=* | \
      min-request-timeout=* | default-watch-cache-size=* | watch-cache-sizes=* | http2-max-streams-per-connection=* | \
      delete-collection-workers=* | shutdown-delay-duration=*) ;;
    *) bad "--flag \"$1\" is not allowed" "set a flag that bounds load, such as --flag max-requests-inflight=100" ;;
  esac
  [ ${#1} -le 200 ] || bad "--flag ${1%%=*} is longer than 200 characters" "shorten its value"
  case ${1#*=} in '' | *[!A-Za-z0-9._:/,=-]*)
    bad "\"$1\" is not a valid --flag" "write it like --flag max-requests-inflight=100" ;;
  esac
  case " $flags" in *" ${1%%=*}="*) bad "--flag ${1%%=*} is given twice" "give it once" ;; esac
}

read_arguments() { # read_arguments ARGUMENT...: fills a variable for each option; an empty value counts as none
  given=' ' filled=' '
  port='' admins='' own='' ttl='' epoch='' cohort='' cidrs='' share='' pace=''
  top='' cpu='' memory='' flags='' live_within='' manner=''
  while [ $# -gt 0 ]; do
    need_option "$1"
    [ $# -ge 2 ] || bad "--$name has no value" "write it as --$name value"
    given="$given$name "
    [ -z "$2" ] || { filled="$filled$name " && need_value "$2"; }
    case $name in
      port) port=$2 ;; admins) admins=$2 ;; own) own=$2 ;; ttl) ttl=$2 ;; epoch) epoch=$2 ;; cohort) cohort=$2 ;;
      cidrs) cidrs=$2 ;; share) share=$2 ;; pace) pace=$2 ;; top) top=$2 ;; cpu) cpu=$2 ;; memory) memory=$2 ;;
      live-within) live_within=$2 ;; manner) manner=$2 ;;
      flag) need_flag "$2"; flags="$flags$2 " ;;
    esac
    shift 2
  done
  set -f
  # shellcheck disable=SC2086
  set -- $usage
  set +f
  need_required "$@"
}

