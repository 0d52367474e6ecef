# shellcheck shell=bash disable=SC2154 # the options are variables of enroll-cluster, which sources this
# A control plane on hosts: halligan-node by SSH.

host_name() { if [ "$ssh_port" = 22 ]; then echo "$1"; else echo "[$1]:$ssh_port"; fi; }

nodes_plane() {
  cat <<END
    nodes:
      hosts: [$(printf '%s\n' "${nodes[@]}" | quoted)]
      ssh: {user: $ssh_user, port: $ssh_port, secretRef: {name: $name-ssh}}
END
}

take_key() {
  install -m 600 "$ssh_key" "$work/id_ed25519"
  install -m 600 "$known_hosts" "$work/known_hosts"
}

# As the operator will, which waits 5 s for an answer.
prove_ssh() {
  local address answer caller code
  for address in "${nodes[@]}"; do
    code=0
    answer=$(timeout -k 1 5 ssh -F none -i "$work/id_ed25519" -o IdentitiesOnly=yes -o IdentityAgent=none \
      -o BatchMode=yes -o PreferredAuthentications=publickey -o StrictHostKeyChecking=yes \
      -o GlobalKnownHostsFile=/dev/null -o UserKnownHostsFile="$work/known_hosts" \
      -p "$ssh_port" "$ssh_user@$address" status </dev/null 2>"$work/ssh.log") || code=$?
    [[ $answer == '{"ok":true,'* && $answer != *$'\n'* ]] || refuse_login "$address"
    caller=$(sed -n 's/.*"caller":"\([^"]*\)".*/\1/p' <<<"$answer")
    is_inside "$caller" "$(joined "${admins[@]}")" ||
      refuse "$address sees this machine as $caller, which is in no --admin-cidr, so a fence would lock it out" \
        "add an --admin-cidr that holds $caller, or run this from an admin's machine" "$made"
    say "halligan-node answers on $address and sees us as $caller"
  done
}

refuse_login() { # refuse_login ADDRESS: says what came in the answer's place, and where to look
  local words first at="port $ssh_port of $1"
  words=$(tail -n 1 "$work/ssh.log" | tr -dc ' -~' | cut -c1-160)
  first=$(head -n 1 <<<"$answer" | tr -dc ' -~' | cut -c1-160)
  local again="run install-node on $1 again: it tries a login, and names what stands in the way"
  case $code:$words in
    0:* | [1-9]:* | 12[67]:*)
      [[ $answer != *'{"ok":true,'* ]] ||
        refuse "something on $1 prints before the answer of halligan-node: $first" "$again" "$made"
      refuse "halligan-node does not answer on $1: ${first:-${words:-nothing came back}}" "$again" "$made" ;;
    124:* | 137:*) refuse "no answer came from $at within 5 s, and the operator waits no longer" \
      "see that SSH gets through from here, and: $again" "$made" ;;
    255:*'Permission denied'*) refuse "sshd on $1 does not take the key for $ssh_user: $words" \
      "is it the public half of --ssh-key that install-node was given? Then $again" "$made" ;;
    255:*erification*) refuse "sshd on $1 shows a host key that --known-hosts does not hold" \
      "add the lines that install-node printed on that node to $known_hosts" "$made" ;;
    *) refuse "$at does not talk SSH with us: ${words:-nothing came back}" \
      "see that SSH gets through from here: ssh -p $ssh_port $ssh_user@$1" "$made" ;;
  esac
}
