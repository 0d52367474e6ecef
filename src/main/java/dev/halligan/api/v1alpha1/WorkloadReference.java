package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Names a workload of the protected cluster: a DaemonSet, Deployment, StatefulSet, CronJob or Job.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WorkloadReference(
    @Required
        @Size(min = 1, max = 63)
        @JsonPropertyDescription("DaemonSet, Deployment, StatefulSet, CronJob or Job.")
        String kind,
    @Required
        @Size(min = 1, max = 63)
        @JsonPropertyDescription("Namespace in the protected cluster.")
        String namespace,
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name in that namespace.")
        String name) {
  @Override
  public String toString() {
    return kind + " " + namespace + "/" + name;
  }
}
