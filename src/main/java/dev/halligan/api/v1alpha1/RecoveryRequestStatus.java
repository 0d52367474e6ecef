package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Map;

/** The record of one recovery. Times are RFC 3339 in UTC with milliseconds. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecoveryRequestStatus(
    @JsonPropertyDescription("Planned, Approved, Progressing, Stalled, Succeeded.")
        List<Condition> conditions,
    @JsonPropertyDescription("The steps as they were frozen when the recovery was planned.")
        Plan plan,
    @JsonPropertyDescription("What became of each step.") List<Step> steps,
    @JsonPropertyDescription("The moments by which the recovery is judged.") Timeline timeline,
    @JsonPropertyDescription("Suspects, the likeliest first.") List<Culprit> culprits,
    @JsonPropertyDescription("What is let through the fence now.") List<Admitted> admitted,
    @JsonPropertyDescription("Leadership under which the last step was taken.") Long epoch,
    @JsonPropertyDescription("Generation of the spec that this status speaks of.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "What made the request, as it was read first; absent: made before this was noted.")
        Trigger trigger,
    @JsonPropertyDescription("Who approved the recovery; what is noted here holds.")
        String approvedBy) {

  /** The steps as they were frozen when the recovery was planned, with a hash over them. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Plan(
      @JsonPropertyDescription("Name of the playbook.") String playbook,
      @JsonPropertyDescription("Hash over the steps.") String hash,
      @JsonPropertyDescription("The steps.") List<RecoveryPlaybookSpec.Step> steps) {}

  /**
   * What became of one step. {@code undo} is what it takes to take it back, stored before the act.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Step(
      @JsonPropertyDescription("Name of the step in the plan.") String name,
      @JsonPropertyDescription("What the step does.") ActionType action,
      @JsonPropertyDescription("Where the step stands.") StepState state,
      @JsonPropertyDescription("What happened, what was left as it was, what to do.")
          String message,
      @JsonPropertyDescription("When the intent was stored.") String startedAt,
      @JsonPropertyDescription("When the effect was verified.") String finishedAt,
      @JsonPropertyDescription("What was seen.") Map<String, String> evidence,
      @JsonPropertyDescription("What it takes to undo the step, stored before the act.")
          Map<String, String> undo,
      @JsonPropertyDescription("How far the step has come.") Map<String, String> progress) {}

  /** The moments by which a recovery is judged; absent until they happened. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Timeline(
      @JsonPropertyDescription("First bad answer of the ordinary lane.") String onsetAt,
      @JsonPropertyDescription("Verdict reached.") String detectedAt,
      @JsonPropertyDescription("Fence up on every host.") String fencedAt,
      @JsonPropertyDescription("The admin lane answers again in time.") String adminRestoredAt,
      @JsonPropertyDescription("The culprit is gone.") String culpritRemovedAt,
      @JsonPropertyDescription("Every client is let back.") String readmittedAt,
      @JsonPropertyDescription("Recovery over.") String finishedAt) {}

  /** A suspect: share of the load and confidence in percent, with the reasons. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Culprit(
      @JsonPropertyDescription("The workload.") WorkloadReference workload,
      @JsonPropertyDescription("Percent of the load.") Integer share,
      @JsonPropertyDescription("Percent of confidence.") Integer confidence,
      @JsonPropertyDescription("Why it is suspected.") List<String> reasons) {}

  /** The share of a cohort, in percent, that is let through the fence. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Admitted(
      @JsonPropertyDescription("Name of the cohort.") String cohort,
      @JsonPropertyDescription("Percent of its clients.") Integer share) {}
}
