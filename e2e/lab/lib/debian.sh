# shellcheck shell=bash disable=SC2154,SC2016 # common.sh sets cache; hooks are expanded by mmdebstrap
# The Debian below the nodes, from packages, as an image.

debian_packages=systemd,systemd-sysv,dbus,udev,iproute2,iptables,nftables,ipset,conntrack,ethtool,socat,mount,kmod,procps,ca-certificates,curl,openssl,util-linux,openssh-server,runc,jq,busybox-static

debian_image() { echo "localhost/halligan/debian:$(echo "$DEBIAN $debian_packages" "$(declare -f debian_build)" | sha256sum | cut -c1-12)"; }

# Host keys are made when sshd first starts: an image must not carry them.
debian_build() {
  image_exists "$(debian_image)" && return
  say "installing Debian $DEBIAN for the nodes"
  mmdebstrap --quiet --mode=root --variant=minbase --include="$debian_packages" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --aptopt='Acquire::Languages "none"' \
    --customize-hook='chroot "$1" systemctl set-default -q multi-user.target' \
    --customize-hook='chroot "$1" systemctl disable -q ssh nftables' \
    --customize-hook='chroot "$1" systemctl mask -q getty.target console-getty.service systemd-logind.service systemd-udevd.service systemd-udev-trigger.service e2scrub_reap.service e2scrub_all.timer apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer dev-hugepages.mount sys-kernel-debug.mount sys-kernel-tracing.mount' \
    --customize-hook='rm -f "$1"/etc/ssh/ssh_host_* "$1"/etc/machine-id' \
    "$DEBIAN" - http://deb.debian.org/debian 2>"$cache/debian.log" | import_image "$(debian_image)" >/dev/null ||
    die "Debian $DEBIAN could not be installed (see $cache/debian.log)" "no cluster was touched" "check that http://deb.debian.org/debian can be reached"
}
