# shellcheck shell=sh disable=SC2034,SC2154 # the other parts set what is missing here, and use what is set here
# ---- the fence that is up, as the kernel has it ----

# Parsed by the shell itself: on a starved node every process costs a wait for the processor.
# Fills fence_ports, fence_port (the server's) and fence_left (seconds, rounded up); empty when no fence is up.
look_at_fence() {
  fence_ports='' fence_port='' fence_left='' server=''
  look=$(nft list set inet halligan armed 2>/dev/null) || return 0
  case $look in *' expires '*) ;; *) return 0 ;; esac
  look=${look#*elements = \{} look=${look%%\}*}
  while [ -n "$look" ]; do
    element=${look%%,*}
    case $look in *,*) look=${look#*,} ;; *) look= ;; esac
    seconds_left "${element#* expires }"
    # shellcheck disable=SC2086
    set -- $element
    fence_ports=${fence_ports:+$fence_ports }$1 fence_left=$seconds
  done
  { read -r server _; } 2>/dev/null <"$run/fence" || :
  case " $fence_ports " in *" ${server:-none} "*) fence_port=$server ;; *) fence_port=${fence_ports%% *} ;; esac
}

seconds_left() { # seconds_left 1m2s3ms: fills seconds
  left=${1%% *} seconds=0
  while [ -n "$left" ]; do
    number=${left%%[a-z]*} left=${left#"${left%%[a-z]*}"}
    unit=${left%%[0-9]*} left=${left#"${left%%[0-9]*}"}
    case $unit in
      ms) seconds=$((seconds + 1)) ;;
      s) seconds=$((seconds + number)) ;;
      m) seconds=$((seconds + number * 60)) ;;
      *) break ;;
    esac
  done
}

need_fence() {
  look_at_fence
  [ -n "$fence_port" ] || fail NoFence "no fence is up (never raised, lifted or expired); nothing was changed" \
    "run halligan-node isolate first"
}

members() { # members SET...: the elements, one a line
  for set; do
    held=$(nft list set inet halligan "$set" 2>/dev/null) || continue
    case $held in *'elements = {'*) ;; *) continue ;; esac
    held=${held#*elements = \{} held=${held%%\}*}
    IFS=', 	
'
    # shellcheck disable=SC2086
    printf '%s\n' $held
    unset IFS
  done
}

cohorts() { nft list chain inet halligan cohorts 2>/dev/null | sed -n 's/.*jump gate-//p'; }

# Fills listing, rejected, passing (the admins, one a line) and form: all that may not change by itself.
look_at_rules() {
  listing='' rejected=0 passing='' form=''
  listing=$(nft -t list table inet halligan 2>/dev/null) || return 1
  form=$listing counted=${listing#*packets }
  case ${counted%% *} in *[!0-9]*) ;; *) rejected=${counted%% *} form="${listing%%packets *}
${counted#*
}" ;; esac
  while :; do # how newer versions of nft say how full a set is
    case $form in *'# count '*) form="${form%%# count *}
${form#*# count *
}" ;; *) break ;; esac
  done
  passing=$(members admins4 admins6)
  form="$form
$passing"
}

