package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/** What to recover and how. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecoveryRequestSpec(
    ObjectReference cluster,
    ObjectReference playbook,
    String reason,
    Boolean dryRun,
    WorkloadReference culprit,
    Boolean abort) {}
