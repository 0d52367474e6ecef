#!/bin/sh
# shellcheck shell=sh disable=SC2034 # what is set here is used in the other parts
# halligan-node: what Halligan can do on one control-plane node while the API server is drowning or dead.
# Joined from the parts in bootstrap-scripts/halligan-node.d: change those.
#
#   halligan-node VERB [--name value]...      as root on the node
#   halligan-node --ssh                       as the forced command of an SSH key (words of SSH_ORIGINAL_COMMAND)
#   halligan-node --inside ADDRESS CIDR,...   exit 0 when one of the CIDRs holds the address
#
# Each verb prints one line of JSON. Exit 0 done, 1 failed, 2 bad argument, 3 refused; 2 and 3 have changed nothing.
# The fence is the nftables table "inet halligan", armed by set elements with a timeout: unrenewed, the kernel lifts it.
set -eu
LC_ALL=C; export LC_ALL
umask 077
[ "${1-}" != --ssh ] || unset HALLIGAN_MIN_TTL HALLIGAN_PATH HALLIGAN_HOST
PATH=${HALLIGAN_PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}; export PATH

# ---- the verbs ----

newline='
'
longest_fence=240 # pods of nodes that nobody hears of are evicted after 340 s: an orphaned fence must not last so long
least_ttl=${HALLIGAN_MIN_TTL:-30}

# A line a verb: its name, whether it reads or acts, the tools that it needs beside those of every verb, its options.
# One that acts has the node to itself, and takes --epoch N: lower than the highest of the last 15 minutes is refused.
# An option in brackets can be left out, one with dots behind it given again. A..B is a whole number, a|b one of the
# words; of other values the verb knows what they have to be. It is all that dispatch, checks and help go by.
verbs="
status           reads  nft ss ip   [--port 1..65535]
check            reads  nft ss ip   --port 1..65535 --admins CIDR,.. --own ADDRESS,..
isolate          acts   nft ss ip   --port 1..65535 --admins CIDR,.. --own ADDRESS,.. --ttl $least_ttl..$longest_fence
renew            acts   nft ss ip   --ttl $least_ttl..$longest_fence
admit            acts   nft ss ip   --cohort NAME --cidrs CIDR,.. --share 0..100 [--pace 0..1000000]
drop-connections acts   nft ss ip
lift             acts   nft
clients          reads  nft ss      [--top 1..1000] [--port 1..65535]
grow             acts   stat nproc sync timeout   --cpu 0..1024000 --memory 0..16777216 \
[--manner in-place|restart] [--flag NAME=VALUE].. [--live-within ${HALLIGAN_MIN_TTL:-10}..600]
growth           reads
shrink           acts   sync
freeze           acts   sync stat timeout   --ttl $least_ttl..600
thaw             acts   sync
restart-kubelet  acts
"
options_of_acts='[--epoch 0..999999999999999]'

# ---- places ----

run=/run/halligan
store=/var/lib/halligan
kubernetes=/etc/kubernetes
manifests=$kubernetes/manifests
manifest=$manifests/kube-apiserver.yaml
kept=$kubernetes/kube-apiserver.yaml.before-halligan # as it was before the first growth; goes only when it was put back
next=$kubernetes/.halligan-kube-apiserver.yaml       # what will be moved into the manifest's place
grown_sums=$store/grown-sums                         # of all that we wrote since: tells a person's edit from ours
growth_file=$store/growth                            # state, boot, since, deadline (seconds of uptime), identity before
lifecycle=kube-controller-manager.yaml
frozen=$kubernetes/$lifecycle.frozen-by-halligan
frozen_until=$store/frozen-until                     # boot id and seconds of uptime
spread=0x68616c6c                           # the same clients are let in first on every control-plane node
verb=none
former= # whether a former name of the verb was used
answered=
note=
through_ssh=

