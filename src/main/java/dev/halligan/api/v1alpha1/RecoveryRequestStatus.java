package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;

/** The record of one recovery. Times are RFC 3339 in UTC with milliseconds. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecoveryRequestStatus(
    List<Condition> conditions,
    Plan plan,
    List<Step> steps,
    Timeline timeline,
    List<Culprit> culprits,
    List<Admitted> admitted,
    Long epoch,
    Long observedGeneration) {

  /** The steps as they were frozen when the recovery was planned, with a hash over them. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Plan(String playbook, String hash, List<RecoveryPlaybookSpec.Step> steps) {}

  /** What became of one step. {@code undo} is what it takes to take it back, stored before the act. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Step(
      String name,
      ActionType action,
      StepState state,
      String message,
      String startedAt,
      String finishedAt,
      Map<String, String> evidence,
      Map<String, String> undo,
      Map<String, String> progress) {}

  /** The moments by which a recovery is judged; absent until they happened. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Timeline(
      String onsetAt,
      String detectedAt,
      String fencedAt,
      String adminRestoredAt,
      String culpritRemovedAt,
      String readmittedAt,
      String finishedAt) {}

  /** A suspect: share of the load and confidence in percent, with the reasons. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Culprit(
      WorkloadReference workload, Integer share, Integer confidence, List<String> reasons) {}

  /** The share of a cohort, in percent, that is let through the fence. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Admitted(String cohort, Integer share) {}
}
