package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** The current state of the cluster. Times are RFC 3339 in UTC. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProtectedClusterStatus(
    @JsonPropertyDescription("Ready, BreakGlassReady, Overloaded, ObserverTrusted, Recovering.")
        List<Condition> conditions,
    @JsonPropertyDescription("What the probes mean, in one word, such as Healthy or Overloaded.")
        String verdict,
    @JsonPropertyDescription("Time from which the evidence of the verdict holds.")
        String verdictSince,
    @JsonPropertyDescription("The evidence for the verdict.") String message,
    @JsonPropertyDescription("Last time the API server answered on any lane.") String lastSeen,
    @JsonPropertyDescription("RecoveryRequest that acts on this cluster.") String activeRequest,
    @JsonPropertyDescription("Generation of the spec that this status describes.")
        Long observedGeneration) {}
