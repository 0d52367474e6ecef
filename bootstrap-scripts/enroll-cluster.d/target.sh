# shellcheck shell=bash disable=SC2154 # the options are variables of enroll-cluster, which sources this
# What enrolment makes and proves in the target: an ordinary account, an admin certificate, both lanes.

made='the namespace halligan-probe was made in the target, and nothing in the management cluster'

target_objects() {
  cat <<'END'
apiVersion: v1
kind: Namespace
metadata: {name: halligan-probe, labels: {app.kubernetes.io/managed-by: halligan}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: ordinary, namespace: halligan-probe}
automountServiceAccountToken: false
---
apiVersion: v1
kind: Secret
metadata: {name: ordinary-token, namespace: halligan-probe, annotations: {kubernetes.io/service-account.name: ordinary}}
type: kubernetes.io/service-account-token
---
apiVersion: v1
kind: ConfigMap
metadata: {name: probe, namespace: halligan-probe}
data: {asked-by: Halligan's ordinary lane}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: probe, namespace: halligan-probe}
rules:
- {apiGroups: [""], resources: [configmaps], resourceNames: [probe], verbs: [get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: probe, namespace: halligan-probe}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: probe}
subjects:
- {kind: ServiceAccount, name: ordinary, namespace: halligan-probe}
END
}

issue_certificate() { # fills admin.key and admin.crt
  if [ -n "$admin_kubeconfig" ]; then
    copy_certificate
    return
  fi
  # each probe signs with it: P-256 costs the operator a third of RSA
  quiet openssl ecparam -name prime256v1 -genkey -noout -out "$work/admin.key"
  openssl req -new -key "$work/admin.key" -subj "/O=system:masters/CN=halligan-admin" -out "$work/admin.csr"
  if [ -n "$ca_key" ]; then
    printf '%s\n' 'keyUsage = critical, digitalSignature' 'extendedKeyUsage = clientAuth' >"$work/extensions"
    quiet openssl x509 -req -in "$work/admin.csr" -CA "$ca_cert" -CAkey "$ca_key" \
      -set_serial "0x$(openssl rand -hex 16)" -days "$days" -sha256 -extfile "$work/extensions" \
      -out "$work/admin.crt" ||
      refuse "openssl could not sign with $ca_key" "give a --ca-cert and a --ca-key that belong together" "$made"
    return
  fi
  local request=halligan-admin-$RANDOM$RANDOM deadline=$((SECONDS + 20))
  at_target create -f - >&2 <<END || refuse "the target's CSR API refuses a certificate in system:masters" \
    "give --ca-cert and --ca-key (kubeadm: /etc/kubernetes/pki/ca.crt and ca.key), or --admin-kubeconfig" "$made"
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: $request}
spec:
  request: $(base64 -w0 <"$work/admin.csr")
  signerName: kubernetes.io/kube-apiserver-client
  expirationSeconds: $((days * 86400))
  usages: [client auth]
END
  at_target certificate approve "$request" >&2
  until certificate_of "$request" >"$work/admin.crt" && [ -s "$work/admin.crt" ]; do
    [ $SECONDS -lt $deadline ] || refuse "the target approved the certificate but did not sign it within 20 s" \
      "give --ca-cert and --ca-key" "$made; the CertificateSigningRequest $request is left in the target"
    sleep 1
  done
  at_target delete certificatesigningrequest "$request" >&2
}

certificate_of() { # certificate_of REQUEST: nothing until it is signed
  at_target get certificatesigningrequest "$1" -o 'jsonpath={.status.certificate}' | base64 -d
}

copy_certificate() { # fills admin.key and admin.crt from --admin-kubeconfig
  local field
  for field in certificate:crt key:key; do
    kubectl --kubeconfig "$admin_kubeconfig" config view --raw --minify --flatten \
      -o "jsonpath={.users[0].user.client-${field%:*}-data}" | base64 -d >"$work/admin.${field#*:}"
    [ -s "$work/admin.${field#*:}" ] ||
      refuse "$admin_kubeconfig has no client ${field%:*}, which the operator needs for its admin lane" \
        "give one with a client certificate in system:masters (AKS: az aks get-credentials --admin), or give --ca-cert \
and --ca-key" "$made"
  done
}

kubeconfig() { # kubeconfig USER-LINE: with embedded credentials only, as Halligan accepts it
  printf '%s\n' 'apiVersion: v1' 'kind: Config' 'current-context: target' \
    "clusters: [{name: target, cluster: {server: \"${endpoints[0]}\", certificate-authority-data: $authority}}]" \
    'contexts: [{name: target, context: {cluster: target, user: halligan}}]' "users: [{name: halligan, user: {$1}}]"
}

write_kubeconfigs() {
  local token='' deadline=$((SECONDS + 20))
  authority=$(at_target config view --raw --minify --flatten \
    -o 'jsonpath={.clusters[0].cluster.certificate-authority-data}')
  [ -n "$authority" ] || refuse "$target has no certificate authority, so the operator could not verify the target" \
    "use a kubeconfig with one" "$made"
  until token=$(at_target -n halligan-probe get secret ordinary-token -o 'jsonpath={.data.token}') &&
    [ -n "$token" ]; do
    [ $SECONDS -lt $deadline ] || refuse "the target made no token for its service account within 20 s" \
      "see that its controller-manager runs: kubectl --kubeconfig $target -n kube-system get pods" "$made"
    sleep 1
  done
  kubeconfig "client-certificate-data: $(base64 -w0 <"$work/admin.crt"), \
client-key-data: $(base64 -w0 <"$work/admin.key")" >"$work/admin"
  kubeconfig "token: $(base64 -d <<<"$token")" >"$work/ordinary"
}

prove_lanes() {
  local url lane=(--request-timeout 20s --tls-server-name "$server_name")
  for url in "${endpoints[@]}"; do
    quiet kubectl --kubeconfig "$work/admin" --server "$url" "${lane[@]}" get --raw /livez ||
      refuse "/livez does not answer the admin lane at $url" \
        "check that the address is right and that the authority is the target's" "$made"
    kubectl --kubeconfig "$work/admin" --server "$url" "${lane[@]}" auth whoami \
      -o 'jsonpath={.status.userInfo.groups}' | grep -q '"system:masters"' ||
      refuse "the admin lane is not in system:masters at $url" \
        "check that API server's --client-ca-file: it must hold the authority that signed the certificate" "$made"
    quiet kubectl --kubeconfig "$work/ordinary" --server "$url" "${lane[@]}" \
      get --raw /api/v1/namespaces/halligan-probe/configmaps/probe ||
      refuse "the ordinary lane may not read its ConfigMap at $url" \
        "look at its rights: kubectl --kubeconfig $target -n halligan-probe describe role probe" "$made"
    say "both lanes answer at $url"
  done
}
