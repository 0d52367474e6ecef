package dev.halligan.driver.inband;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * A workload in a form that can be created again: without status and fields that the server sets.
 * Annotations stay, including kubectl's last-applied-configuration.
 */
final class Definition {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final List<String> SERVER_SET =
      List.of(
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "managedFields",
          "ownerReferences",
          "selfLink");

  /** The server sets these while it deletes; with them, a new object could never be deleted. */
  private static final Set<String> OF_DELETION = Set.of("foregroundDeletion", "orphan");

  /** The job controller sets these itself and rejects those of an earlier job. */
  private static final List<String> OF_ONE_JOB =
      List.of(
          "controller-uid",
          "batch.kubernetes.io/controller-uid",
          "job-name",
          "batch.kubernetes.io/job-name");

  private Definition() {}

  /** Converts a workload as the server returns it, as JSON. */
  static String strip(String json) {
    try {
      var workload = (ObjectNode) MAPPER.readTree(json);
      workload.remove("status");
      var metadata = workload.withObject("/metadata");
      metadata.remove(SERVER_SET);
      keepFinalizers(metadata);
      if ("Job".equals(workload.path("kind").asText())) {
        stripJob(workload, metadata);
      }
      return MAPPER.writeValueAsString(workload);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the workload is not valid JSON", e);
    }
  }

  private static void keepFinalizers(ObjectNode metadata) {
    if (metadata.get("finalizers") instanceof ArrayNode finalizers) {
      var kept = MAPPER.createArrayNode();
      for (JsonNode finalizer : finalizers) {
        if (!OF_DELETION.contains(finalizer.asText())) {
          kept.add(finalizer);
        }
      }
      metadata.set("finalizers", kept);
      if (kept.isEmpty()) {
        metadata.remove("finalizers");
      }
    }
  }

  private static void stripJob(ObjectNode job, ObjectNode metadata) {
    if (job.path("spec").path("manualSelector").asBoolean()) {
      return;
    }
    job.withObject("/spec").remove("selector");
    dropLabels(metadata);
    if (job.at("/spec/template/metadata") instanceof ObjectNode template) {
      dropLabels(template);
    }
  }

  private static void dropLabels(ObjectNode metadata) {
    if (metadata.get("labels") instanceof ObjectNode labels) {
      labels.remove(OF_ONE_JOB);
    }
  }
}
