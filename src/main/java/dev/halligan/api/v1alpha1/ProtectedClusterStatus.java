package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What Halligan thinks of the cluster now. Times are RFC 3339 in UTC. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProtectedClusterStatus(
    List<Condition> conditions,
    String verdict,
    String verdictSince,
    String message,
    String lastSeen,
    String activeRequest,
    Long observedGeneration) {}
