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

prove_ssh() {
  local address answer caller
  for address in "${nodes[@]}"; do
    answer=$(ssh -F none -i "$work/id_ed25519" -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=yes \
      -o ConnectTimeout=10 -o GlobalKnownHostsFile=/dev/null -o UserKnownHostsFile="$work/known_hosts" \
      -p "$ssh_port" "$ssh_user@$address" status </dev/null) || :
    [[ $answer == '{"ok":true,'* ]] ||
      refuse "halligan-node does not answer on $address (${answer:-nothing came back})" \
        "run install-node there with the public half of --ssh-key" "$made"
    caller=$(sed -n 's/.*"caller":"\([^"]*\)".*/\1/p' <<<"$answer")
    is_inside "$caller" "$(joined "${admins[@]}")" ||
      refuse "$address sees this machine as $caller, which is in no --admin-cidr, so a fence would lock it out" \
        "add an --admin-cidr that holds $caller, or run this from an admin's machine" "$made"
    say "halligan-node answers on $address and sees us as $caller"
  done
}
