# shellcheck shell=bash disable=SC2154 # lab and what common.sh and its neighbours set
# Everything build, up, load, down and status share.
# shellcheck source=common.sh
. "$lab/lib/common.sh"
# shellcheck source=engine.sh
. "$lab/lib/engine.sh"
# shellcheck source=host.sh
. "$lab/lib/host.sh"
# shellcheck source=cluster.sh
. "$lab/lib/cluster.sh"
# shellcheck source=debian.sh
. "$lab/lib/debian.sh"
# shellcheck source=images.sh
. "$lab/lib/images.sh"
# shellcheck source=node.sh
. "$lab/lib/node.sh"
# shellcheck source=published.sh
. "$lab/lib/published.sh"
