# shellcheck shell=bash disable=SC2154,SC2034 # tests, scripts and place are set by ../test and world.sh
# install-node, the forced command through a real sshd, and uninstall-node.

new_key() { # new_key NAME
  [ -f "$place/$1" ] || ssh-keygen -q -t ed25519 -N '' -C "$1" -f "$place/$1"
}

fresh_sshd() { # the node's sshd as Debian has it, with this PermitRootLogin
  on_node rm -rf /var/lib/root/.ssh /home/halligan /run/sshd.pid /usr/local/sbin/halligan-node /etc/sudoers.d/halligan
  on_node sh -c "printf '%s\n' 'Include /etc/ssh/sshd_config.d/*.conf' 'UsePAM no' ${1:+"'PermitRootLogin $1'"} \
    >/etc/ssh/sshd_config"
}

install_node() { # install_node ...: fills code and hostkeys
  code=0
  hostkeys=$(on_node "$scripts/install-node" "$@" 2>"$place/install.log") || code=$?
  printf '%s\n' "$hostkeys" >"$place/known_hosts"
}

ssh_from() { # ssh_from CLIENT WORDS...: fills answer and code
  code=0
  answer=$(client "$1" ssh -F none -i "$place/${ssh_key-key}" -o IdentitiesOnly=yes -o BatchMode=yes \
    -o StrictHostKeyChecking=yes -o ConnectTimeout=3 -o UserKnownHostsFile="$place/known_hosts" \
    "${ssh_user-root}@$node_address" "${@:2}" 2>"$place/ssh.log") || code=$?
}

test_install_then_talk_through_ssh_then_uninstall() {
  new_key key
  fresh_sshd prohibit-password
  start_server
  install_node --public-key "$(cat "$place/key.pub")"
  same "$code" 0 "install-node: $(cat "$place/install.log")"
  grep -qE "^$node_address ssh-ed25519 AAAA" <<<"$hostkeys" || flunk "no host key to pin: $hostkeys"
  same "$(grep -cvE '^[0-9a-f.:]+ ssh-ed25519 [A-Za-z0-9+/=]+$' <<<"$hostkeys")" 0 \
    "lines on stdout that are no host keys"
  ssh_from ad status
  one_json_line
  claim_ok
  claim '.caller == "10.77.1.10"'
  ssh_from ad 'isolate --port 6443 --admins 10.77.2.0/24 --own 10.77.0.1 --ttl 30'
  claim_refused CallerNotAdmitted 3
  ssh_from ad isolate --port 6443 --admins 10.77.1.0/24 --own 10.77.0.1 --ttl 30
  claim_ok
  claim_connect of refused
  claim_connect ad open
  ssh_from ad 'freeze --ttl 30'
  claim_ok
  on_node "$scripts/uninstall-node"
  claim_connect of open
  on_node test -e /etc/kubernetes/manifests/kube-controller-manager.yaml
  same "$(on_node ls /usr/local/sbin /var/lib/halligan 2>/dev/null | grep -c halligan-node)" 0 "halligan-node left"
  ssh_from ad status
  same "$code" 255 "exit of ssh without a key"
  on_node "$scripts/uninstall-node"
}

test_installs_sshd_where_it_is_missing() {
  new_key key
  fresh_sshd prohibit-password
  : >"$place/no-sshd"
  chmod 644 "$place/no-sshd"
  on_node mount --bind "$place/no-sshd" /usr/sbin/sshd
  # stands for the package archive: what it installs was only hidden
  on_node sh -c "printf '%s\n' '#!/bin/sh' 'echo \"\$*\" >>$place/apt.log' \
    'case \$1 in install) umount /usr/sbin/sshd ;; esac' >/usr/local/sbin/apt-get && chmod 755 /usr/local/sbin/apt-get"
  install_node --public-key "$(cat "$place/key.pub")"
  on_node rm -f /usr/local/sbin/apt-get
  same "$code" 0 "install-node: $(cat "$place/install.log")"
  same "$(cat "$place/apt.log")" "update -q
install -q -y --no-install-recommends openssh-server" "what apt-get was asked for"
  ssh_from ad status
  one_json_line
  claim_ok
}

test_the_key_can_do_nothing_else() {
  new_key key
  fresh_sshd prohibit-password
  install_node --public-key "$(cat "$place/key.pub")"
  local words
  for words in "touch /tmp/pwned-$$" "status; touch /tmp/pwned-$$" "\$(touch /tmp/pwned-$$)" \
    $'status\ntouch /tmp/pwned' 'status "x"' /bin/sh "status $(head -c 20000 /dev/zero | tr '\0' a)"; do
    ssh_from ad "$words"
    one_json_line
    claim_refused BadArgument 2
  done
  ssh_from ad
  claim_refused BadArgument 2
  nothing_happened
  code=0
  client ad ssh -F none -i "$place/key" -o BatchMode=yes -o UserKnownHostsFile="$place/known_hosts" \
    -o ExitOnForwardFailure=yes -N -R 7001:127.0.0.1:22 "root@$node_address" 2>"$place/ssh.log" || code=$?
  same "$code" 255 "exit of a port forward"
  echo 'get /etc/passwd' | quiet client ad sftp -F none -i "$place/key" -o BatchMode=yes \
    -o UserKnownHostsFile="$place/known_hosts" "root@$node_address" && flunk "sftp works"
  HALLIGAN_MIN_TTL=1 ssh_from ad 'isolate --port 6443 --admins 10.77.1.0/24 --own 10.77.0.1 --ttl 1'
  claim_refused BadArgument 2
}

test_a_wrong_host_key_is_not_talked_to() {
  new_key key
  new_key other
  fresh_sshd prohibit-password
  install_node --public-key "$(cat "$place/key.pub")"
  echo "$node_address $(cut -d' ' -f1,2 "$place/other.pub")" >"$place/known_hosts"
  ssh_from ad status
  same "$code" 255 "exit of ssh"
  grep -q 'REMOTE HOST IDENTIFICATION HAS CHANGED' "$place/ssh.log"
}

test_root_login_is_loosened_only_when_it_is_no_and_tightened_again() {
  new_key key
  fresh_sshd no
  on_node cp /etc/ssh/sshd_config "$place/sshd_config"
  for _ in 1 2; do install_node --public-key "$(cat "$place/key.pub")"; done
  same "$(on_node /usr/sbin/sshd -T | grep '^permitrootlogin')" "permitrootlogin forced-commands-only"
  ssh_from ad status
  claim_ok
  on_node "$scripts/uninstall-node"
  on_node cmp "$place/sshd_config" /etc/ssh/sshd_config
  fresh_sshd yes
  on_node cp /etc/ssh/sshd_config "$place/sshd_config"
  install_node --public-key "$(cat "$place/key.pub")"
  on_node cmp "$place/sshd_config" /etc/ssh/sshd_config
}

test_install_twice_keeps_the_keys_of_others() {
  new_key key
  new_key other
  fresh_sshd prohibit-password
  on_node mkdir -p /var/lib/root/.ssh
  on_node sh -c "printf %s '$(cat "$place/other.pub")' >/var/lib/root/.ssh/authorized_keys"
  for _ in 1 2; do
    install_node --public-key "$(cat "$place/key.pub")"
    same "$code" 0 "install-node"
  done
  same "$(on_node cat /var/lib/root/.ssh/authorized_keys | wc -l)" 2 "lines of authorized_keys"
  on_node "$scripts/uninstall-node"
  same "$(on_node cat /var/lib/root/.ssh/authorized_keys)" "$(cat "$place/other.pub")" "keys of others"
}

test_a_new_key_ends_the_old_one() {
  new_key key
  new_key other
  new_key person
  fresh_sshd prohibit-password
  on_node mkdir -p /var/lib/root/.ssh
  on_node sh -c "printf %s '$(cat "$place/person.pub")' >/var/lib/root/.ssh/authorized_keys"
  install_node --public-key "$(cat "$place/other.pub")"
  install_node --public-key "$(cat "$place/key.pub")"
  same "$code" 0 "install-node: $(cat "$place/install.log")"
  ssh_from ad status
  claim_ok
  ssh_key=other ssh_from ad status
  same "$code" 255 "exit of ssh with the old key"
  same "$(on_node head -n 1 /var/lib/root/.ssh/authorized_keys)" "$(cat "$place/person.pub")" "key of a person"
  same "$(on_node cat /var/lib/root/.ssh/authorized_keys | wc -l)" 2 "lines of authorized_keys"
}

test_a_user_of_its_own_works_through_sudo() {
  new_key key
  fresh_sshd no
  install_node --user halligan --public-key "$(cat "$place/key.pub")"
  same "$code" 0 "install-node: $(cat "$place/install.log")"
  same "$(on_node /usr/sbin/sshd -T | grep '^permitrootlogin')" "permitrootlogin no"
  ssh_user=halligan ssh_from ad status
  claim_ok
  claim '.caller == "10.77.1.10"'
  ssh_user=halligan ssh_from ad 'isolate --port 6443 --admins 10.77.2.0/24 --own 10.77.0.1 --ttl 30'
  claim_refused CallerNotAdmitted 3
  ssh_user=halligan ssh_from ad "touch /tmp/pwned-$$"
  claim_refused BadArgument 2
  on_node "$scripts/uninstall-node" --user halligan
  on_node userdel -r halligan 2>/dev/null
}

test_parts_that_make_no_program_are_not_installed() {
  local copy=$place/copy how
  new_key key
  fresh_sshd prohibit-password
  install_copy() { # of the folder and of install-node, as an admin makes one; fills code
    code=0
    on_node "$copy/install-node" --public-key "$(cat "$place/key.pub")" >/dev/null 2>"$place/install.log" || code=$?
  }
  for how in 'rm -r halligan-node.d' 'rm halligan-node.d/join' 'rm halligan-node.d/99-main.sh' \
    ': >halligan-node.d/40-fence.sh' 'echo "}" >>halligan-node.d/20-sockets.sh'; do
    rm -rf "$copy"
    mkdir "$copy"
    cp -r "$scripts/halligan-node.d" "$scripts/install-node" "$copy/"
    (cd "$copy" && eval "$how")
    install_copy
    same "$code" 1 "exit after $how"
    grep -q 'nothing was changed' "$place/install.log" || flunk "after $how: $(cat "$place/install.log")"
    grep -q 'to do: copy' "$place/install.log" || flunk "after $how: $(cat "$place/install.log")"
    quiet on_node test -e /usr/local/sbin/halligan-node && flunk "something was installed after $how"
  done
  cp -r "$scripts/halligan-node.d" "$copy/"
  echo 'exit 1' >"$copy/halligan-node.d/01-earlier.sh" # of a version that was copied there before
  install_copy
  same "$code" 0 "install-node: $(cat "$place/install.log")"
  on_node cmp "$halligan_node" /usr/local/sbin/halligan-node
  on_node "$scripts/uninstall-node"
}

test_install_refuses_what_it_cannot_do() {
  new_key key
  fresh_sshd prohibit-password
  local key
  for key in '' 'ssh-ed25519' 'ssh-ed25519 AAAA' 'command="sh" ssh-ed25519 AAAAC3Nz' \
    "$(cat "$place/key.pub")"$'\nssh-ed25519 AAAA' 'nonsense' "$(cat "$place/key")"; do
    install_node --public-key "$key"
    same "$code" 1 "exit for key '$key'"
    grep -q 'nothing was changed' "$place/install.log"
    grep -q 'to do:' "$place/install.log"
  done
  install_node --public-key "$(cat "$place/key.pub")" --user 'a;b'
  same "$code" 1
  install_node --force
  same "$code" 1
  on_node mkdir -p /var/lib/root/.ssh
  on_node cp "$place/key.pub" /var/lib/root/.ssh/authorized_keys
  install_node --public-key "$(cat "$place/key.pub")"
  same "$code" 1 "exit for a key that is unrestricted already"
  grep -q 'without restriction' "$place/install.log"
  quiet on_node test -e /usr/local/sbin/halligan-node && flunk "something was installed"
  code=0
  on_node setpriv --reuid 65534 --clear-groups "$scripts/install-node" --public-key x 2>"$place/install.log" || code=$?
  same "$code" 1 "exit for not root"
  code=0
  on_node "$scripts/uninstall-node" --frob 2>/dev/null || code=$?
  same "$code" 1 "exit for an unknown option"
}
