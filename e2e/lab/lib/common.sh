# shellcheck shell=bash
# What every lab script shares: folders, versions, messages. Sourced with $lab set to e2e/lab.

: "${lab:?}"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/halligan
# shellcheck source=../versions.env
. "$lab/versions.env"
# shellcheck disable=SC2034 # used by the scripts that source this file
bin=$cache/bin/$K8S
mkdir -p "$cache"

say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*" >&2; }

# die WHAT-HAPPENED WHAT-WAS-LEFT-AS-IT-WAS WHAT-TO-DO
die() {
  printf '%s: %s; %s. To fix: %s.\n' "$(basename "$0")" "$1" "$2" "$3" >&2
  exit 2
}

# need_commands COMMAND-OR-PATH:PACKAGE...: commands are looked for rather than packages, so that one from elsewhere is taken too.
need_commands() {
  local missing=() pair log
  for pair; do
    command -v "${pair%%:*}" >/dev/null || [ -e "${pair%%:*}" ] || missing+=("${pair#*:}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  log=$cache/apt-$(basename "$0").log
  say "installing ${missing[*]}"
  { refresh_packages && apt_get install -qy --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 ||
    die "apt could not install ${missing[*]} (see $log)" "nothing was started" "install them by hand and run this again"
}

# A machine that has just started may be installing its own updates.
apt_get() { DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@"; }

# A mirror that fails once, or whose lists another apt is just writing, mostly answers the second time.
refresh_packages() { apt_get update -q || { sleep "${HALLIGAN_RETRY_AFTER:-10}" && apt_get update -q; }; }

# git_in REPOSITORY ARGUMENT...: also where another user owns the clone, as in a container.
git_in() { git -c safe.directory="$1" -C "$@"; }

# digest FILE-OR-FOLDER...: one short hash over names, modes and contents, the same wherever the repository lies.
digest() {
  (cd "$lab" && find "$@" -type f -printf '%m %p\n' | sort -k2 && find "$@" -type f -print0 | sort -z | xargs -0 sha256sum) |
    sha256sum | cut -c1-12
}

# locked NAME COMMAND...: runs a command or function while holding the lock of that name.
# What the command leaves running (a container's monitor) does not inherit the lock.
locked() {
  local name=$1
  shift
  mkdir -p "$cache/locks"
  (
    flock -n 9 || { say "waiting for another caller: $name"; flock 9; }
    "$@" 9>&-
  ) 9>"$cache/locks/$name"
}
