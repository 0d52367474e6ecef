# shellcheck shell=bash disable=SC2154 # lab and what common.sh and its neighbours set
# Builds the programs named in programs/list from Go modules, each in its own pinned module.

# GOTOOLCHAIN: some installations pin it to local, and then an older Go cannot fetch the one that the modules ask for.
export CGO_ENABLED=0 GOFLAGS="-trimpath -buildvcs=false" GOWORK=off GOTOOLCHAIN=auto

need_go() {
  command -v go >/dev/null ||
    die "the go command is missing" "nothing was built" "install Go 1.21 or later (it fetches the version the modules ask for by itself)"
  [[ $(GOTOOLCHAIN=local go env GOVERSION) =~ ^go1\.([0-9]+) && ${BASH_REMATCH[1]} -ge 21 ]] ||
    die "$(GOTOOLCHAIN=local go env GOVERSION) is too old" "nothing was built" "install Go 1.21 or later"
}

program_rows() { grep -v '^#' "$lab/programs/list"; }

# program_field NAME COLUMN
program_field() { program_rows | awk -v n="$1" -v c="$2" '$1 == n {print $c}'; }

# modules_of FOLDER: the modules it builds from, as MODULE@VERSION lines.
modules_of() {
  case $1 in
    kubernetes) echo "k8s.io/kubernetes@v$K8S" ;;
    etcd) printf 'go.etcd.io/etcd/%s/v3@v'"$ETCD"'\n' server etcdctl ;;
    containerd) echo "github.com/containerd/containerd/v2@v$CONTAINERD" ;;
    cni) echo "github.com/containernetworking/plugins@v$CNI" ;;
    coredns) echo "github.com/coredns/coredns@v$COREDNS" ;;
    kube-router) echo "github.com/cloudnativelabs/kube-router/v2@v$KUBE_ROUTER" ;;
    kind) echo "sigs.k8s.io/kind@v$KIND" ;;
    vegeta) echo "github.com/tsenart/vegeta/v12@v$VEGETA" ;;
    kwok) echo "sigs.k8s.io/kwok@v$KWOK" ;;
    pause) ;;
    *) die "no module is known for programs/$1" "nothing was built" "add it to modules_of in lib/go.sh" ;;
  esac
}

check_pinned() {
  local module
  for module in $(modules_of "$1"); do
    grep -qF "${module%@*} ${module#*@}" "$lab/programs/$1/go.mod" ||
      die "versions.env asks for $module but programs/$1/go.mod is pinned to another" "nothing was built" "run e2e/lab/pin $1"
  done
}

# A program is current when it was built from the go.mod and go.sum that lie in its folder now.
stamp_of() { { digest "programs/$1" && ldflags_for "$1"; } | sha256sum | cut -c1-12; }
is_current() { [ -x "$bin/$1" ] && [ "$(cat "$bin/.stamps/$1" 2>/dev/null)" = "$(stamp_of "$(program_field "$1" 2)")" ]; }

ldflags_for() {
  local v=k8s.io/component-base/version minor=${K8S#*.}
  case $1 in
    kubernetes) echo "-s -w -X $v.gitVersion=v$K8S -X $v.gitMajor=1 -X $v.gitMinor=${minor%%.*} -X $v.gitCommit=unknown -X $v.gitTreeState=clean" ;;
    *) echo "-s -w" ;;
  esac
}

# fetch_modules PACKAGE: those that it is built from; a proxy that fails once mostly answers the second time.
fetch_modules() { go list -deps "$1" >/dev/null || { sleep "${HALLIGAN_RETRY_AFTER:-10}" && go list -deps "$1" >/dev/null; }; }

# build_folder FOLDER PROGRAM...: builds those of the folder's programs that are not current.
build_folder() {
  local folder=$1 stale=() program started=$SECONDS
  shift
  for program in "$@"; do is_current "$program" || stale+=("$program"); done
  [ ${#stale[@]} -gt 0 ] || return 0
  need_go
  check_pinned "$folder"
  mkdir -p "$bin/.stamps"
  for program in "${stale[@]}"; do
    say "building $program"
    (
      cd "$lab/programs/$folder" || exit
      fetch_modules "$(program_field "$program" 3)"
      nice -n 10 go build -ldflags "$(ldflags_for "$folder")" -o "$bin/.new-$program" "$(program_field "$program" 3)"
    )
    mv "$bin/.new-$program" "$bin/$program"
    stamp_of "$folder" >"$bin/.stamps/$program"
  done
  say "built ${stale[*]} in $((SECONDS - started)) s"
}
