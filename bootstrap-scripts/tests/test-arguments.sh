# shellcheck shell=bash disable=SC2154,SC2034 # tests, scripts and place are set by ../test and world.sh
# Bad arguments: a clear answer, and nothing happened.

nothing_happened() {
  local name
  quiet on_node nft list table inet halligan && flunk "there is a table"
  quiet on_node test -e /tmp/pwned-$$ && flunk "something ran"
  for name in kube-apiserver.yaml kube-controller-manager.yaml; do
    on_node cmp -s "$tests/fixtures/$name" "/etc/kubernetes/manifests/$name" || flunk "$name changed" || return 1
  done
}

test_every_bad_argument_is_named() {
  local line ok="isolate --port 6443 --admins 10.77.1.0/24 --own 10.77.0.1 --ttl 30"
  while read -r line; do
    # shellcheck disable=SC2086
    node $line
    claim_refused BadArgument 2 || flunk "for: $line"
  done <<END

frobnicate
--ssh
isolate
isolate --port
isolate 6443
${ok/6443/0}
${ok/6443/65536}
${ok/6443/06443}
${ok/6443/x}
${ok/6443/-1}
${ok/6443/99999999999999999999}
${ok/30/0}
${ok/30/241}
${ok/30/30s}
${ok/30/3.5}
${ok/10.77.1.0\/24/}
${ok/10.77.1.0\/24/10.77.1.0\/33}
${ok/10.77.1.0\/24/10.77.1.256}
${ok/10.77.1.0\/24/10.77.1}
${ok/10.77.1.0\/24/10.77.1.1.1}
${ok/10.77.1.0\/24/010.77.1.1}
${ok/10.77.1.0\/24/10.77.1.0\/}
${ok/10.77.1.0\/24/10.77.1.0\/-1}
${ok/10.77.1.0\/24/10.77.1.0,}
${ok/10.77.1.0\/24/,10.77.1.0}
${ok/10.77.1.0\/24/fd00}
${ok/10.77.1.0\/24/fd00:::1}
${ok/10.77.1.0\/24/fd00::1::2}
${ok/10.77.1.0\/24/1:2:3:4:5:6:7}
${ok/10.77.1.0\/24/1:2:3:4:5:6:7:8:9}
${ok/10.77.1.0\/24/fd00::12345}
${ok/10.77.1.0\/24/fd00::g}
${ok/10.77.1.0\/24/fd00::\/129}
${ok/10.77.1.0\/24/:}
${ok/10.77.1.0\/24/example.org}
${ok/10.77.0.1/cp-0}
$ok --epoch -1
$ok --epoch 1e9
$ok --epoch 99999999999999999
$ok --ttl 40
$ok --share 10
$ok more
renew
renew --ttl
renew --ttl 700
admit --cidrs 10.0.0.0/8 --share 10
admit --cohort A --cidrs 10.0.0.0/8 --share 10
admit --cohort -a --cidrs 10.0.0.0/8 --share 10
admit --cohort a.b --cidrs 10.0.0.0/8 --share 10
admit --cohort $(printf 'a%.0s' {1..64}) --cidrs 10.0.0.0/8 --share 10
admit --cohort a --share 10
admit --cohort a --cidrs 10.0.0.0/8
admit --cohort a --cidrs 10.0.0.0/8 --share 101
admit --cohort a --cidrs 10.0.0.0/8 --share 10 --pace x
clients --top 0
clients --top 1001
clients --epoch 1
status --epoch 1
grow
grow --cpu 1000
grow --cpu 0 --memory 0
grow --cpu x --memory 0
grow --cpu 1000 --memory 1Gi
grow --cpu 1000 --memory 0 --flag
grow --cpu 1000 --memory 0 --flag anonymous-auth=true
grow --cpu 1000 --memory 0 --flag authorization-mode=AlwaysAllow
grow --cpu 1000 --memory 0 --flag max-requests-inflight
grow --cpu 1000 --memory 0 --flag max-requests-inflight=
grow --cpu 1000 --memory 0 --flag max-requests-inflight=1 --flag max-requests-inflight=2
grow --cpu 1000 --memory 0 --live-within 9999
freeze
freeze --ttl 9999
shrink --cpu 1
thaw --ttl 30
restart-kubelet kubelet
isolate clients
drop_connections
lift --force yes
--keep-growthx
END
  nothing_happened
}

test_ttl_is_30_seconds_at_least_outside_the_tests() {
  min_ttl='' isolate 29
  claim_refused BadArgument 2
  min_ttl='' isolate 30
  claim_ok
}

test_hostile_words_are_arguments_and_never_run() {
  local word backslash=\\
  for word in "; touch /tmp/pwned-$$" "\$(touch /tmp/pwned-$$)" "\`touch /tmp/pwned-$$\`" \
    $'10.0.0.1\ntouch /tmp/pwned' '"' "'" "$backslash" '\n' '*' '{ }' '10.0.0.1 } ; flush ruleset' \
    $'\x01\xff\xc3' 'ä' "$(head -c 5000 /dev/zero | tr '\0' a)" '%s%n' '--'; do
    node isolate --port 6443 --admins "$word" --own 10.77.0.1 --ttl 30
    claim_refused BadArgument 2
    node isolate --port "$word" --admins 10.77.1.0/24 --own 10.77.0.1 --ttl 30
    claim_refused BadArgument 2
    node grow --cpu 1000 --memory 0 --flag "max-requests-inflight=$word"
    [ "$word" = -- ] || claim_refused BadArgument 2
    node "$word"
    claim_refused BadArgument 2
  done
}

over_ssh() { # over_ssh COMMAND: as sshd runs the forced command
  local from=${2-10.77.1.10 50000 10.77.0.1 22}
  code=0
  answer=$(on_node SSH_ORIGINAL_COMMAND="$1" SSH_CONNECTION="$from" "$halligan_node" --ssh) || code=$?
  one_json_line
}

test_forced_command_takes_words_only() {
  local words
  for words in '' ' ' 'status ' ' status' 'status  --port 6443' "status; touch /tmp/pwned-$$" \
    "\$(touch /tmp/pwned-$$)" "status | sh" "status > /tmp/pwned-$$" $'status\ntouch /tmp/pwned' $'status\r' \
    $'status\t--port' "status '--port' 6443" 'status "--port" 6443' 'status *' 'status ~' 'status [a]' 'status \x' \
    'status ä' "touch /tmp/pwned-$$" '--keep-freeze' '--inside 10.0.0.1 10.0.0.1' '--ssh' '/bin/sh' \
    "status $(head -c 20000 /dev/zero | tr '\0' a)"; do
    over_ssh "$words"
    claim_refused BadArgument 2 || flunk "for: $words"
    [[ $words =~ ^[a-zA-Z0-9./\ -]*[a-z0-9]$|^$ || ${#words} -gt 16384 ]] || claim '.message | contains("not allowed")'
  done
  nothing_happened
  over_ssh status
  claim_ok
  claim '.caller == "10.77.1.10"'
  over_ssh 'status --port 6443'
  claim_ok
  over_ssh 'isolate --port 6443 --admins 10.77.1.0/24 --own 10.77.0.1 --ttl 1'
  claim_refused BadArgument 2 # the tests' shorter time to live is not to be had through SSH
  over_ssh 'isolate --port 6443 --admins 10.77.1.0/24 --own 10.77.0.1 --ttl 30' '10.77.3.66 1 10.77.0.1 22'
  claim_refused CallerNotAdmitted 3
  over_ssh 'isolate --port 6443 --admins 10.77.1.0/24 --own 10.77.0.1 --ttl 30'
  claim_ok
}

test_not_root_is_refused() {
  code=0
  answer=$(on_node setpriv --reuid 65534 --regid 65534 --clear-groups sh -s status <"$halligan_node") || code=$?
  one_json_line
  claim_refused NotRoot 3
}

tools_without() { # tools_without TOOL...: a folder with all programs but these
  rm -rf "$place/tools"
  mkdir "$place/tools"
  local folder
  for folder in /usr/bin /usr/sbin; do ln -s "$folder"/* "$place/tools/" 2>/dev/null || :; done
  (cd "$place/tools" && rm -f "$@")
}

test_a_missing_tool_is_named() {
  tools_without nft
  HALLIGAN_PATH=$place/tools isolate
  claim_refused MissingTool 3
  claim '.message | contains("nft")'
  HALLIGAN_PATH=$place/tools node status
  claim_refused MissingTool 3
  tools_without curl wget openssl
  HALLIGAN_PATH=$place/tools node grow --cpu 1000 --memory 0
  claim_refused MissingTool 3
  nothing_happened
}

refusing_nft() { # in the place of nft: one whose kernel takes no rules
  tools_without nft
  printf '%s\n' '#!/bin/sh' 'case "$*" in *-f*) ;; *) exit 0 ;; esac' \
    'echo "Error: Could not process rule: Operation not supported" >&2' 'exit 1' >"$place/tools/nft"
  chmod +x "$place/tools/nft"
}

test_a_kernel_that_refuses_is_reported() {
  refusing_nft
  HALLIGAN_PATH=$place/tools isolate
  claim_refused KernelRefused 1
  claim '.message | contains("Operation not supported")'
  nothing_happened
}

test_addresses_are_matched() {
  local address ranges expected got
  while read -r address ranges expected; do
    got=0
    "$halligan_node" --inside "$address" "$ranges" || got=$?
    same "$got" "$expected" "$address in $ranges"
  done <<'END'
10.0.0.5 10.0.0.0/24 0
10.0.0.5 10.0.0.99/24 0
10.0.1.5 10.0.0.0/24 1
10.0.1.5 10.0.0.0/23 0
10.0.1.5 10.0.1.5 0
10.0.1.5 10.0.1.4/31 0
10.0.1.5 10.0.1.6/31 1
10.0.1.5 0.0.0.0/0 0
128.0.0.1 128.0.0.0/1 0
127.0.0.1 128.0.0.0/1 1
fd00::1 0.0.0.0/0 1
fd00::1 ::/0 0
fd00::1 10.0.0.1,fd00::/8 0
fd00:0:0:0:0:0:0:1 FD00::/127 0
fd00::2 fd00::/127 1
fd00:1:2:3:4:5:6:7 fd00:1:2::/48 0
fd00:1:3:3:4:5:6:7 fd00:1:2::/48 1
10.0.0.5 ::/0 1
nonsense 10.0.0.0/8 1
10.0.0.5 nonsense 1
END
}

test_another_awk_reads_addresses_the_same() {
  local awk folder=$place/awks
  mkdir -p "$folder"
  for awk in "busybox awk" "gawk" "original-awk" "mawk"; do
    command -v "${awk%% *}" >/dev/null || continue
    printf '#!/bin/sh\nexec %s "$@"\n' "$awk" >"$folder/awk"
    chmod +x "$folder/awk"
    HALLIGAN_PATH=$folder:/usr/sbin:/usr/bin isolate
    claim_ok
    HALLIGAN_PATH=$folder:/usr/sbin:/usr/bin node status
    claim '.fence.admins == ["10.77.1.0/24", "fd77::1:0/112"]'
    HALLIGAN_PATH=$folder:/usr/sbin:/usr/bin node isolate --port 6443 --admins fd00::/129 --own 10.0.0.1 --ttl 30
    claim_refused BadArgument 2
    HALLIGAN_PATH=$folder:/usr/sbin:/usr/bin node lift
  done
}
