# shellcheck shell=bash disable=SC2016,SC2154,SC2034 # tests, scripts and place are set by ../test and world.sh
# install-node ends with a login: what stands in its way is named, and nothing of the trial stays.

sshd_settings() { # sshd_settings LINE...: the node's sshd as Debian has it, with these lines
  quiet on_node pkill -x sshd || :
  until_true 5 deaf 22
  fresh_sshd
  printf '%s\n' "$@" >"$place/lines"
  on_node sh -c 'cat "$1" >>/etc/ssh/sshd_config' - "$place/lines"
}

install_with_key() { # install_with_key ARGUMENT...
  new_key key
  install_node --public-key "$(cat "$place/key.pub")" "$@"
}

no_trace_of_the_trial() {
  same "$(on_node grep -c . /var/lib/root/.ssh/authorized_keys)" 1 "lines of authorized_keys" &&
    same "$(on_node sh -c 'ls -d /run/halligan-trial* /var/lib/root/.ssh/*.halligan 2>/dev/null' | wc -l)" 0 "files of the trial"
}

is_blocked() { # is_blocked WORD [ARGUMENT...]: said with what to do, and without a line to pin
  install_with_key "${@:2}"
  same "$code" 1 "exit with $1" || return 1
  grep -q "what stands in the way: .*$1" "$place/install.log" || flunk "no $1: $(cat "$place/install.log")" || return 1
  grep -q 'to do: [a-z]' "$place/install.log" || flunk "nothing to do about $1"
  same "$hostkeys" '' "lines to pin"
}

test_what_sshd_is_told_against_the_key_is_named() {
  local line
  while read -r line; do
    sshd_settings 'PermitRootLogin prohibit-password' "$line"
    is_blocked "${line%% *}" || flunk "for $line"
    no_trace_of_the_trial || flunk "for $line"
  done <<'END'
ForceCommand /bin/echo recorded
AuthenticationMethods publickey,keyboard-interactive
PubkeyAuthentication no
AuthorizedKeysFile /etc/ssh/keys/%u
DenyUsers nobody ro?t
DenyGroups root
AllowUsers ada bob
AllowGroups wheel
PubkeyAcceptedAlgorithms rsa-sha2-512
MaxSessions 0
ChrootDirectory /run/sshd
END
  for line in 'Match User root,PermitRootLogin no' 'Match LocalPort 22,ForceCommand /bin/false'; do
    sshd_settings 'PermitRootLogin no' "${line%,*}" "${line#*,}"
    line=${line#*,}
    is_blocked "${line%% *}" || flunk "for $line"
  done
}

test_what_the_account_has_against_the_key_is_named() {
  sshd_settings 'PermitRootLogin prohibit-password'
  on_node useradd --create-home --shell /usr/sbin/nologin ops
  is_blocked 'shell of ops' --user ops
  on_node usermod --shell /bin/sh ops
  on_node usermod --password '!' ops
  is_blocked locked --user ops
  on_node usermod --password '*' ops
  on_node touch /etc/nologin
  is_blocked /etc/nologin --user ops
  on_node rm /etc/nologin
  on_node chmod 777 /home/ops
  is_blocked 'others than ops may write /home/ops' --user ops
  on_node chmod 755 /home/ops
  install_with_key --user ops
  same "$code" 0 "install-node: $(cat "$place/install.log")"
  on_node "$scripts/uninstall-node" --user ops
  quiet on_node userdel -r ops || :
}

test_sudo_that_asks_for_a_password_is_named() {
  sshd_settings 'PermitRootLogin no'
  on_node sh -c 'echo "halligan ALL=(root) PASSWD: ALL" >/etc/sudoers.d/zz-theirs'
  is_blocked 'sudo refuses' --user halligan
  on_node rm /etc/sudoers.d/zz-theirs
  on_node "$scripts/uninstall-node" --user halligan
  quiet on_node userdel -r halligan || :
}

test_what_prints_or_waits_before_the_answer_is_named() {
  sshd_settings 'PermitRootLogin prohibit-password'
  on_node sh -c 'echo "echo changes need a ticket" >/etc/ssh/sshrc'
  is_blocked 'changes need a ticket'
  grep -q 'to do: .*/etc/ssh/sshrc' "$place/install.log" || flunk "$(cat "$place/install.log")"
  on_node sh -c 'echo "sleep 30" >/etc/ssh/sshrc'
  is_blocked 'longer than 5 s'
  grep -q 'to do: .*/etc/ssh/sshrc' "$place/install.log" || flunk "$(cat "$place/install.log")"
  on_node rm /etc/ssh/sshrc
  no_trace_of_the_trial
}

test_names_that_do_not_resolve_are_named() {
  sshd_settings 'PermitRootLogin prohibit-password' 'UseDNS yes'
  on_node cp /etc/resolv.conf "$place/resolv.conf"
  on_node cp /etc/nsswitch.conf "$place/nsswitch.conf"
  on_node sh -c 'echo "hosts: dns" >/etc/nsswitch.conf; echo "nameserver 10.77.1.10" >/etc/resolv.conf'
  client ad nft -f - <<'END'
table ip deaf {
  chain in { type filter hook input priority 0; udp dport 53 drop; }
}
END
  is_blocked UseDNS || code=2
  client ad nft delete table ip deaf
  on_node sh -c 'cat "$1/resolv.conf" >/etc/resolv.conf; cat "$1/nsswitch.conf" >/etc/nsswitch.conf' - "$place"
  same "$code" 1
  install_with_key
  same "$code" 0 "install-node where names resolve"
  grep -q 'note: UseDNS is on' "$place/install.log" || flunk "$(cat "$place/install.log")"
}

test_start_files_that_come_later_cost_nothing() {
  local began
  on_node sed -i '/halligan begin/,/halligan end/d' /etc/bash.bashrc # what another test has installed
  on_node cp /etc/bash.bashrc "$place/bashrc"
  sshd_settings 'PermitRootLogin prohibit-password'
  install_with_key
  install_with_key
  same "$(on_node grep -c 'halligan begin' /etc/bash.bashrc)" 1 "blocks in bash.bashrc"
  on_node sh -c 'echo "echo noise; sleep 20" >/var/lib/root/.bashrc'
  began=$SECONDS
  ssh_from ad status
  on_node rm /var/lib/root/.bashrc
  one_json_line
  claim_ok
  between $((SECONDS - began)) 0 5 "seconds of a login"
  same "$(on_node env -i HOME=/root bash -ic 'echo shell' 2>/dev/null)" shell "what a person's shell says"
  on_node "$scripts/uninstall-node"
  on_node cmp "$place/bashrc" /etc/bash.bashrc
}

test_the_trial_leaves_nothing_when_it_is_ended() {
  sshd_settings 'PermitRootLogin prohibit-password' 'ForceCommand sleep 20'
  local how trial
  for how in TERM INT HUP KILL; do
    install_with_key &
    trial=$!
    until_true 10 quiet on_node grep -q halligan-trial /var/lib/root/.ssh/authorized_keys
    on_node grep -q 'restrict,expiry-time="[0-9]*",command="/usr/local/sbin/halligan-node --ssh" .* halligan-trial' \
      /var/lib/root/.ssh/authorized_keys
    on_node pkill -"$how" -f /try-login
    wait $trial
    [ "$how" = KILL ] || no_trace_of_the_trial || flunk "after $how"
  done
  sshd_settings 'PermitRootLogin prohibit-password'
  install_with_key
  same "$code" 0 "install-node: $(cat "$place/install.log")"
  same "$(on_node grep -c . /var/lib/root/.ssh/authorized_keys)" 1 "lines of authorized_keys"
  on_node sh -c 'rm -rf /run/halligan-trial*'
}

test_the_printed_line_is_of_the_key_that_sshd_shows() {
  local settings
  on_node ssh-keygen -A >/dev/null
  for settings in ssh-rsa,HostKey:/etc/ssh/ssh_host_rsa_key ecdsa-sha2-nistp256,HostKey:/etc/ssh/ssh_host_ecdsa_key \
    ssh-rsa,HostKeyAlgorithms:rsa-sha2-512 ecdsa-sha2-nistp256,HostKeyAlgorithms:ecdsa-sha2-nistp256,rsa-sha2-256 \
    ssh-ed25519,Port:22; do
    sshd_settings 'PermitRootLogin prohibit-password' "$(cut -d, -f2- <<<"$settings" | tr : ' ')"
    install_with_key
    same "$(cut -d' ' -f2 <<<"$hostkeys" | sort -u)" "${settings%%,*}" "kind of key for $settings" ||
      flunk "$(cat "$place/install.log")"
    ssh_from ad status
    claim_ok
  done
}

test_keys_of_other_kinds_are_tried_as_what_they_are() {
  local kind
  for kind in rsa ecdsa; do
    ssh-keygen -q -t $kind -N '' -C $kind -f "$place/key-$kind"
    sshd_settings 'PermitRootLogin prohibit-password' 'PubkeyAcceptedAlgorithms rsa-sha2-512,ecdsa-sha2-nistp256'
    install_node --public-key "$(cat "$place/key-$kind.pub")"
    same "$code" 0 "install-node: $(cat "$place/install.log")"
    ssh_key=key-$kind ssh_from ad status
    claim_ok
  done
}

test_an_address_at_which_sshd_does_not_listen_is_left_out() {
  sshd_settings 'PermitRootLogin prohibit-password' "ListenAddress $node_address"
  install_with_key
  same "$code" 0 "install-node: $(cat "$place/install.log")"
  same "$(cut -d' ' -f1 <<<"$hostkeys")" "$node_address" "addresses to pin"
  grep -q 'note: no login works at fd77::1' "$place/install.log" || flunk "$(cat "$place/install.log")"
}

test_a_login_that_only_the_operator_may_make_is_left_untried_when_told() {
  sshd_settings 'PermitRootLogin prohibit-password' 'AllowUsers root@10.77.1.*'
  install_with_key
  same "$code" 1 "exit"
  grep -q 'by their address' "$place/install.log" || flunk "$(cat "$place/install.log")"
  install_with_key --untried
  same "$code" 0 "exit of --untried"
  grep -q 'no login was tried' "$place/install.log" || flunk "$(cat "$place/install.log")"
  ssh_from ad status
  claim_ok
}

test_a_read_only_place_for_the_program_is_refused_and_another_one_taken() {
  sshd_settings 'PermitRootLogin no'
  on_node mount -o remount,ro,bind /usr/local/sbin
  install_with_key --user halligan
  on_node mount -o remount,rw,bind /usr/local/sbin
  same "$code" 1 "exit"
  grep -q 'usr/local/sbin is read-only.*nothing was changed' "$place/install.log" || flunk "$(cat "$place/install.log")"
  grep -q 'to do: give --folder /opt/bin' "$place/install.log" || flunk "$(cat "$place/install.log")"
  same "$(on_node sh -c 'ls /etc/sudoers.d/halligan 2>/dev/null; getent passwd halligan; :')" '' "what stays"
  on_node sh -c 'mkdir -p /run/noexec && mount -t tmpfs -o noexec tmpfs /run/noexec'
  install_with_key --folder /run/noexec/bin
  on_node umount /run/noexec
  same "$code" 1 "exit for a folder that runs nothing"
  install_with_key --folder /var/lib/programs/halligan
  same "$code" 0 "install-node: $(cat "$place/install.log")"
  ssh_from ad status
  claim_ok
  on_node "$scripts/uninstall-node"
  on_node sh -c 'test ! -e /var/lib/programs/halligan/halligan-node && ! grep -q halligan-node /var/lib/root/.ssh/authorized_keys'
}
