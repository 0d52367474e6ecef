package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A workload of a hosted control plane, in the namespace of its API-server pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = HostedRules.KIND_ROLLS_PODS,
    message = HostedRules.KIND_MESSAGE,
    fieldPath = ".kind")
public record HostedWorkload(
    @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Deployment or StatefulSet.")
        String kind,
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Its name.") String name) {}
