# shellcheck shell=bash disable=SC2154 # user, keys, command, public_key, port and work are try-login's
# What can stand between a key and halligan-node: sshd's settings, the account, start files, names that do not resolve.

setting() { # setting NAME: as sshd has it for this user, lines of more than one value too
  local at=${looked_at-127.0.0.1} # it wants to know all that a Match block may ask for
  [ -n "${settings-}" ] ||
    settings=$(/usr/sbin/sshd -T -C "user=$user,host=localhost,addr=$at,laddr=$at,lport=${port:-22}" 2>/dev/null) || :
  sed -n "s/^$1 //p" <<<"$settings"
}

found=0
cause() { # cause WHAT FIX
  found=$((found + 1))
  say "what stands in the way: $1"
  say "  to do: $2"
}

for_user() { # for_user SETTING: how to set it for this user alone
  echo "put this into sshd's settings, for this user alone and before other Match blocks: Match User $user, $1"
}

own_user() { [ "$user" != root ] || echo "; with --user halligan it concerns a user of its own"; }

why() { # why ADDRESS: the last words of ssh, or of what came in the answer's place
  local words
  words=$(tail -n 1 "$work/$1/err" | tr -dc ' -~' | cut -c1-160)
  [ -n "$words" ] || words=$(head -n 1 "$work/$1/out" | tr -dc ' -~' | cut -c1-160)
  echo "${words:-nothing came back in $seconds s}"
}

explain() { # explain ADDRESS: all that is known to stand in the way there
  looked_at=$1 settings=
  local out=$work/$1/out err=$work/$1/err code
  code=$(cat "$work/$1/code")
  from_settings
  from_account
  case $code in
    124 | 137) from_waiting "$1" ;;
    255) [ $found -gt 0 ] || from_connection "$1" ;;
    *) [ $found -gt 0 ] || from_answer "$out" "$err" "$code" ;;
  esac
  [ $found -gt 0 ] ||
    cause "$(why "$1")" "see what sshd says of it: journalctl -u ssh -u sshd -n 20, or /var/log/auth.log"
}

from_settings() {
  local value
  value=$(setting forcecommand)
  case $value in '' | none) ;; *)
    cause "sshd's ForceCommand runs in place of halligan-node: $value" "$(for_user "ForceCommand none")$(own_user)" ;;
  esac
  value=$(setting authenticationmethods)
  case " ${value:-any} " in *" any "* | *" publickey "*) ;; *)
    cause "AuthenticationMethods wants more than a key: $value" \
      "$(for_user "AuthenticationMethods publickey")$(own_user)" ;;
  esac
  [ "$(setting pubkeyauthentication)" = yes ] ||
    cause "PubkeyAuthentication is off, so sshd takes no key" "$(for_user "PubkeyAuthentication yes")"
  [ "$user-$(setting permitrootlogin)" != root-no ] ||
    cause "PermitRootLogin is no in a Match block" "set it to forced-commands-only there, or use --user halligan"
  case " $(setting authorizedkeysfile) " in
    *" .ssh/authorized_keys "* | *" %h/.ssh/authorized_keys "* | *" $keys "*) ;;
    *) cause "AuthorizedKeysFile is $(setting authorizedkeysfile), so sshd does not read $keys" \
      "$(for_user "AuthorizedKeysFile .ssh/authorized_keys")" ;;
  esac
  case $(setting chrootdirectory) in '' | none) ;; *)
    cause "ChrootDirectory is $(setting chrootdirectory), where there is no halligan-node" \
      "$(for_user "ChrootDirectory none")" ;;
  esac
  [ "$(setting maxsessions)" != 0 ] || cause "MaxSessions is 0, so no command runs" "$(for_user "MaxSessions 10")"
  from_kind_of_key
  from_lists
}

from_kind_of_key() {
  local kind=${public_key%% *} taken bits least
  taken=$(setting 'pubkeyaccepted\(algorithms\|keytypes\)')
  case ",$taken," in
    ,, | *",$kind,"*) ;;
    *) { [ "$kind" = ssh-rsa ] && [[ $taken == *rsa-sha2-* ]]; } ||
      cause "sshd takes no key of the kind $kind (PubkeyAcceptedAlgorithms)" \
        "make one that it takes: $(tr , '\n' <<<"$taken" | grep -v -e cert -e ^sk- | head -n 4 | paste -sd' ')" ;;
  esac
  bits=$(ssh-keygen -l -f - <<<"$public_key" | cut -d' ' -f1) least=$(setting requiredrsasize)
  [ "$kind" != ssh-rsa ] || [ "$bits" -ge "${least:-0}" ] ||
    cause "the key has $bits bits, and sshd wants $least (RequiredRSASize)" "make one with: ssh-keygen -t rsa -b 3072"
}

listed() { # listed SETTING NAME...: a pattern of the list fits one of the names
  local pattern name
  for pattern in $(setting "$1"); do
    for name in "${@:2}"; do
      # shellcheck disable=SC2053 # patterns they are
      [[ $name != ${pattern%@*} ]] || return 0
    done
  done
  return 1
}

from_lists() {
  local groups
  mapfile -t groups < <(id -Gn "$user" 2>/dev/null | tr ' ' '\n')
  ! listed denyusers "$user" ||
    cause "DenyUsers keeps $user out: $(setting denyusers | paste -sd' ')" "take $user off that list in sshd's settings"
  ! listed denygroups "${groups[@]}" ||
    cause "DenyGroups keeps $user out, who is in: ${groups[*]}" "take that group off the list in sshd's settings"
  [ -z "$(setting allowusers)" ] || listed allowusers "$user" ||
    cause "AllowUsers does not name $user: $(setting allowusers | paste -sd' ')" "add $user to it in sshd's settings"
  [ -z "$(setting allowgroups)" ] || listed allowgroups "${groups[@]}" ||
    cause "AllowGroups has no group of $user: $(setting allowgroups | paste -sd' ')" \
      "add $user to such a group: usermod -aG GROUP $user"
  case $(setting allowusers)$(setting denyusers) in *@*)
    say "note: sshd judges users by their address too, and this login came from the node itself." \
      "Where that must not work, install with --untried: enroll-cluster tries it from outside" ;;
  esac
}

from_account() {
  local shell password expires path
  shell=$(getent passwd "$user" | cut -d: -f7)
  case ${shell##*/} in nologin | false) cause "the shell of $user is $shell" "usermod --shell /bin/sh $user" ;; esac
  [ -x "${shell:-/bin/sh}" ] || cause "the shell of $user, $shell, cannot be run" "usermod --shell /bin/sh $user"
  IFS=: read -r _ password _ _ _ _ _ expires _ < <(getent shadow "$user") || :
  [[ ${password-} != '!'* ]] || [ "$(setting usepam)" = yes ] ||
    cause "the account of $user is locked" "usermod --password '*' $user, which sets none and unlocks it"
  [ -z "${expires-}" ] || [ "$expires" -gt $(($(date +%s) / 86400)) ] ||
    cause "the account of $user has expired" "chage -E -1 $user"
  for path in /etc/nologin /run/nologin; do
    [ "$user" = root ] || ! [ -e $path ] ||
      cause "$path is there, so sshd lets nobody in but root" "rm $path, or install with --user root"
  done
  [ "$(setting strictmodes)" != yes ] || for path in "$(dirname "$(dirname "$keys")")" "$(dirname "$keys")" "$keys"; do
    [ -z "$(find -L "$path" -maxdepth 0 -perm /022)" ] ||
      cause "others than $user may write $path, so sshd does not trust the key (StrictModes)" "chmod go-w $path"
    [ -n "$(find -L "$path" -maxdepth 0 \( -user "$user" -o -user root \))" ] ||
      cause "$path belongs to somebody else than $user, so sshd does not trust the key" "chown $user $path"
  done
}

from_connection() { # from_connection ADDRESS
  case $(why "$1") in
    *refused*)
      cause "nothing listens at $1 port $port" "see ListenAddress and Port in sshd's settings, and: ss -ltnp" ;;
    *'verification failed'* | *'No matching'*)
      cause "sshd at $1 shows another host key than the files of its settings have" \
        "restart sshd; is it another one that listens on port $port? See: ss -ltnp" ;;
    *'closed by'* | *reset*) cause "sshd closes the connection at once: $(why "$1")" \
      "see MaxStartups, /etc/hosts.deny and the firewall; sshd's log says which" ;;
  esac
}

start_files() { # those that a shell reads although it was only given a command
  local file home
  home=$(getent passwd "$user" | cut -d: -f6)
  for file in /etc/ssh/sshrc /etc/bash.bashrc "$home/.bashrc" /etc/bashrc /etc/zshenv /etc/zsh/zshenv "$home/.zshenv" \
    "$home/.config/fish/config.fish" "$home/.cshrc" "$home/.tcshrc"; do
    [ ! -s "$file" ] || printf '%s ' "$file"
  done
}

from_waiting() { # from_waiting ADDRESS
  local code=0
  if [ "$(setting usedns)" = yes ]; then
    timeout 2 getent hosts "$1" >/dev/null || code=$?
    [ $code != 124 ] ||
      cause "UseDNS is on, and DNS does not answer: each login waits for it" "set UseDNS no in sshd's settings"
  fi
  [ $found -gt 0 ] || cause "a login takes longer than $seconds s, and Halligan does not wait longer; $(why "$1")" \
    "look what waits in these start files: $(start_files); or in a PAM module of sshd$(own_user)"
}

from_answer() { # from_answer OUT ERR CODE
  local first
  first=$(head -n 1 "$1" | tr -dc ' -~' | cut -c1-120)
  if grep -q '^{"ok":true,"verb":"status",' "$1"; then
    cause "something prints before the answer of halligan-node: $first" \
      "let these start files print nothing without a terminal: $(start_files)$(own_user)"
  elif [[ $first == '{"ok":false,'* ]]; then
    cause "halligan-node answers, but cannot work here: $(sed 's/.*"message":"\([^"]*\)".*/\1/' "$1" | cut -c1-200)" \
      "$(sed 's/.*"fix":"\([^"]*\)".*/\1/' "$1" | cut -c1-200)"
  elif grep -q '^sudo: ' "$2"; then
    cause "sudo refuses: $(grep -m 1 '^sudo: ' "$2" | cut -c7-160)" \
      "let $user run this as root without a password or terminal: ${command#sudo -n }; see visudo -c"
  elif [ "$3" = 126 ] || [ "$3" = 127 ]; then
    cause "the login works, but ${command##* -n } cannot be run: $(tail -n 1 "$2" | tr -dc ' -~' | cut -c1-160)" \
      "is its folder mounted noexec, or hidden from $user? Give another one: --folder /opt/bin"
  else
    cause "the login works, but another program than halligan-node answers: ${first:-nothing}" \
      "look for what replaces the key's command in these: $(start_files), the shell of $user, and sshd's settings"
  fi
}

notes() { # what works now and will not in an emergency
  [ "$(setting usedns)" != yes ] ||
    say "note: UseDNS is on, so logins wait whenever DNS does not answer. Set UseDNS no in sshd's settings"
}
