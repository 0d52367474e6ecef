# shellcheck shell=bash disable=SC2154,SC2034 # the variables are set by world.sh, or used by the tests
# Manifests and a kubelet that obeys them, for all tests that grow or freeze.

manifest=/etc/kubernetes/manifests/kube-apiserver.yaml

resources() { # resources TEXT: puts that in the place of the fixture's resources; empty: without resources
  awk -v text="$1" '/^    resources:/ { if (text != "") print text; skip = 2; next } skip-- > 0 { next } { print }' \
    "$tests/fixtures/kube-apiserver.yaml" >"$place/manifest"
  on_node cp "$place/manifest" "$manifest"
  cp "$place/manifest" "$place/before"
}

with_limits() { # with_limits CPU MEMORY
  resources "    resources:
      limits:
        cpu: $1
        memory: $2
      requests:
        cpu: 250m"
}

make_certificate() {
  mkdir -p "$place/www"
  [ -f "$place/tls.key" ] || quiet openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=kube-apiserver \
    -keyout "$place/tls.key" -out "$place/tls.crt"
}

start_kubelet() {
  make_certificate
  if [ ! -x "$place/kube-apiserver" ]; then
    cp "$(command -v openssl)" "$place/kube-apiserver"
    echo ok >"$place/www/livez"
  fi
  on_node_detached "$tests/fake-kubelet" "$place"
  until_true 5 listening 6443
}

manifest_is() { diff -u "$1" <(on_node cat "$manifest"); }

in_manifest() { on_node grep -qxF -- "$1" "$manifest" || flunk "no line '$1'"; }

growth_becomes() { # growth_becomes STATE
  local end=$((SECONDS + 15))
  while node growth && [ "$(jq -r .state <<<"$answer")" != "$1" ]; do
    [ "$SECONDS" -lt "$end" ] || flunk "growth never became $1: $answer" || return 1
    sleep 0.2
  done
}

no_strangers() {
  ! quiet on_node test -e /run/kubelet/strangers || flunk "the kubelet saw: $(on_node cat /run/kubelet/strangers)"
}

controller_manager=/etc/kubernetes/manifests/kube-controller-manager.yaml

frozen() { ! quiet on_node test -e "$controller_manager"; }

theirs_is_back() { on_node cmp -s "$tests/fixtures/kube-controller-manager.yaml" "$controller_manager"; }
