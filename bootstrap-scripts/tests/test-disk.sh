# shellcheck shell=bash disable=SC2154,SC2016 # tests, scripts and place are set by ../test and world.sh
# Full, read-only and dying disks: nothing is lost, and what could not be done is said.

small_disk() { # small_disk KIB: /etc/kubernetes and /var/lib/halligan on one disk, as on most nodes
  on_node sh -c 'mkdir -p /run/disk && mount -t tmpfs -o size="$1"k tmpfs /run/disk && mkdir -p /run/disk/lib && cp -a /etc/kubernetes /run/disk/etc && mkdir -p /var/lib/halligan' - "$1"
  bind_disk
}

bind_disk() { on_node sh -c 'mount --bind /run/disk/etc /etc/kubernetes && mount --bind /run/disk/lib /var/lib/halligan'; }

fill_disk() { on_node sh -c 'head -c 1M /dev/zero >/run/disk/audit.log 2>/dev/null; :'; }

no_disk() {
  end_keepers
  quiet on_node umount /etc/kubernetes || :
  quiet on_node umount /var/lib/halligan || :
  quiet on_node umount /run/disk || :
}

controller_manager_and_server="/etc/kubernetes/manifests/kube-apiserver.yaml /etc/kubernetes/manifests/kube-controller-manager.yaml"

test_a_full_disk_changes_nothing_and_says_so() {
  with_limits 600m 600Mi
  trap no_disk EXIT
  local verb
  small_disk 100
  fill_disk
  for verb in "freeze --ttl 30" "grow --cpu 1500 --memory 0 --live-within 10"; do
    # shellcheck disable=SC2086
    node $verb
    claim_refused CannotWrite 3
    claim '.message | contains("full")'
    manifest_is "$place/before"
    theirs_is_back
    same "$(on_node find /etc/kubernetes -type f | sort | paste -sd' ')" "$controller_manager_and_server" "files"
  done
  node status
  claim '.ok and .grown == false and .frozen == false'
}

test_a_disk_that_fills_up_keeps_nothing_from_being_given_back() {
  with_limits 600m 600Mi
  trap no_disk EXIT
  small_disk 200
  node freeze --ttl 2
  node grow --cpu 1500 --memory 0 --live-within 30
  claim_ok
  fill_disk
  quiet on_node sh -c 'echo x >/run/disk/etc/probe && test -s /run/disk/etc/probe' && flunk "the disk is not full"
  until_true 12 theirs_is_back
  node shrink
  claim '.shrunk'
  manifest_is "$place/before"
}

test_a_read_only_disk_is_said() {
  with_limits 600m 600Mi
  trap no_disk EXIT
  small_disk 200
  on_node mount -o remount,ro,bind /etc/kubernetes
  node freeze --ttl 30
  claim_refused CannotWrite 3
  node grow --cpu 1500 --memory 0 --live-within 10
  claim_refused CannotWrite 3
  manifest_is "$place/before"
  theirs_is_back
  node thaw
  claim '.ok and .thawed == false'
  node status
  claim '.ok and .frozen == false and .grown == false'
  no_disk
  on_node sh -c 'rm -rf /var/lib/halligan && mount -o remount,ro /var/lib'
  node status
  on_node mount -o remount,rw /var/lib
  claim_ok
}

loses_power() { # ext4 writes a new file's data up to 30 s after its name, and etcd's own syncs make the names hold
  rm -f "$place/disk.img"
  truncate -s 64M "$place/disk.img"
  mkfs.ext4 -q -F "$place/disk.img"
  on_node sh -c 'mkdir -p /run/disk && mount -o loop "$1" /run/disk && mkdir -p /run/disk/lib && cp -a /etc/kubernetes /run/disk/etc && sync && mkdir -p /var/lib/halligan' - "$place/disk.img"
  bind_disk
  "$1"
  end_keepers
  on_node "$python" -c 'import fcntl, os, struct
f = os.open("/run/disk/wal", os.O_CREAT | os.O_WRONLY); os.write(f, b"entry"); os.fsync(f); os.close(f)
fcntl.ioctl(os.open("/run/disk", os.O_RDONLY), 0x8004587d, struct.pack("I", 2))' # the power is gone: nothing is flushed
  no_disk
  on_node mount -o loop "$place/disk.img" /run/disk
  bind_disk
  on_node rm -rf /run/halligan
}

freeze_and_grow() {
  node freeze --ttl 60
  claim_ok
  node grow --cpu 1500 --memory 0 --live-within 30
  claim_ok
}

freeze_grow_thaw_and_shrink() {
  freeze_and_grow
  node thaw
  claim '.thawed'
  node shrink
  claim '.shrunk'
}

test_a_power_loss_right_after_an_act_loses_no_manifest() {
  with_limits 600m 600Mi
  trap no_disk EXIT
  local acts
  for acts in freeze_and_grow freeze_grow_thaw_and_shrink; do
    loses_power $acts
    [ "$acts" != freeze_and_grow ] || frozen
    node thaw
    claim_ok
    theirs_is_back
    node status
    claim ".grown == $([ "$acts" = freeze_and_grow ] && echo true || echo false)"
    node shrink
    claim_ok
    manifest_is "$place/before"
    no_disk
  done
}

test_an_empty_or_torn_file_is_never_put_back() {
  local frozen_file=/etc/kubernetes/kube-controller-manager.yaml.frozen-by-halligan torn
  with_limits 600m 600Mi
  node freeze --ttl 60
  node grow --cpu 1500 --memory 0 --live-within 60
  claim_ok
  for torn in '' '\0\0\0\0'; do
    on_node sh -c 'printf "$1" >"$2"; printf "$1" >"$3"' - "$torn" $frozen_file /etc/kubernetes/kube-apiserver.yaml.before-halligan
    node thaw
    claim_refused ManifestLost 3
    frozen || flunk "a torn manifest was put back"
    node shrink
    claim_refused ManifestLost 3
    in_manifest '        cpu: 1500m'
    on_node test -e $frozen_file
  done
}

test_an_empty_manifest_is_nobodys_edit() { # what a power loss leaves where an earlier version had grown or frozen
  with_limits 600m 600Mi
  node freeze --ttl 60
  node grow --cpu 1500 --memory 0 --live-within 60
  on_node sh -c ': >"$1"; : >"$2"' - "$manifest" "$controller_manager"
  node thaw
  claim '.thawed'
  theirs_is_back
  node shrink
  claim '.shrunk'
  manifest_is "$place/before"
}

test_what_an_earlier_version_kept_is_put_back() {
  with_limits 600m 600Mi
  sed 's/cpu: 600m/cpu: 1500m/' "$place/before" >"$place/grown"
  on_node sh -c 'mkdir -p /var/lib/halligan && cd /var/lib/halligan && cp "$1" kube-apiserver.yaml.before && cp "$2" "$3" && sha256sum <"$2" >kube-apiserver.yaml.sum &&
    echo "live 1700000000 0 -" >growth && mv "$4" . && echo "another-boot 5" >frozen-until' - "$place/before" "$place/grown" "$manifest" "$controller_manager"
  node status
  claim '.grown'
  until_true 12 theirs_is_back
  node growth
  claim '.state == "live" and .sinceSeconds == null'
  node shrink
  claim '.shrunk'
  manifest_is "$place/before"
  on_node sh -c ': >"/var/lib/halligan/${1##*/}"; rm "$1"' - "$controller_manager" # its own power loss
  node thaw
  claim_refused ManifestLost 3
}

test_a_manifests_folder_that_cannot_be_moved_out_of_is_refused() {
  local how
  for how in 'mv manifests /run/data/ && ln -s /run/data/manifests manifests' 'cp -a manifests /run/data/ && mount --bind /run/data/manifests manifests' 'mount --bind manifests manifests'; do
    reset_node
    with_limits 600m 600Mi
    on_node sh -c "mkdir -p /run/data && mount -t tmpfs tmpfs /run/data && cd /etc/kubernetes && $how"
    node grow --cpu 1500 --memory 0 --live-within 10
    local grow=$answer
    node freeze --ttl 30
    manifest_is "$place/before"
    theirs_is_back
    on_node sh -c 'umount /etc/kubernetes/manifests 2>/dev/null; rm -f /etc/kubernetes/manifests 2>/dev/null; umount /run/data; mkdir -p /etc/kubernetes/manifests'
    claim_refused NoManifest 3 || flunk "for $how"
    answer=$grow
    claim_refused NoManifest 3 || flunk "for $how"
  done
}
