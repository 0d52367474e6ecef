package dev.halligan.connection;

import dev.halligan.api.v1alpha1.ProtectedCluster;

/** Identifies a {@code ProtectedCluster}. */
public record ClusterKey(String namespace, String name) {

  /** The key of this resource. */
  public static ClusterKey of(ProtectedCluster cluster) {
    return new ClusterKey(cluster.getMetadata().getNamespace(), cluster.getMetadata().getName());
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
