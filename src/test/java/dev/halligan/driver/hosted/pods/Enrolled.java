package dev.halligan.driver.hosted.pods;

import dev.halligan.api.v1alpha1.ProtectedCluster;
import io.fabric8.kubernetes.client.utils.Serialization;

/** A hosted cluster eu-1 as enrolment leaves it. */
public final class Enrolled {
  private Enrolled() {}

  /** {@code enforcement}: what enrolment found out about NetworkPolicies. */
  public static ProtectedCluster cluster(String namespace, String enforcement) {
    return Serialization.unmarshal(
        """
        apiVersion: halligan.dev/v1alpha1
        kind: ProtectedCluster
        metadata:
          namespace: %s
          name: eu-1
          annotations: {halligan.dev/network-policy: %s}
        spec:
          access:
            admin: {secretRef: {name: a}}
            ordinary: {secretRef: {name: o}}
            endpoints: [{name: cp-0, url: "https://10.0.0.6:6443"}]
          controlPlane:
            hosted:
              namespace: tenant-a
              podSelector: {app: kube-apiserver}
              apiServer: {kind: Deployment, name: kube-apiserver, container: kube-apiserver}
          admins: {cidrs: [10.0.0.0/24]}
        """
            .formatted(namespace, enforcement),
        ProtectedCluster.class);
  }
}
