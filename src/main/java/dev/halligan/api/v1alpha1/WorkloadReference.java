package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** Names a workload of the protected cluster: a DaemonSet, Deployment, StatefulSet, CronJob or Job. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WorkloadReference(String kind, String namespace, String name) {
  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}
