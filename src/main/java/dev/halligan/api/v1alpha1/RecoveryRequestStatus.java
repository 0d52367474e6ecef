package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.kubernetes.api.model.Condition;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;

/** The record of one recovery. Times are RFC 3339 in UTC with milliseconds. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@RecordBuilder
public record RecoveryRequestStatus(
    @JsonPropertyDescription("Planned, Approved, Progressing, Stalled, Succeeded.")
        List<Condition> conditions,
    @JsonPropertyDescription("The steps, frozen when the recovery was planned.") Plan plan,
    @JsonPropertyDescription("The result of each step.") List<Step> steps,
    @JsonPropertyDescription("The times that measure the recovery.") Timeline timeline,
    @JsonPropertyDescription(
            "Who makes the load: suspects, most likely first, and other clients. Whoever outweighs the"
                + " suspects stands before them.")
        List<Culprit> culprits,
    @JsonPropertyDescription("What the fence admits now.") List<Admitted> admitted,
    @JsonPropertyDescription("Leadership epoch of the last step.") Long epoch,
    @JsonPropertyDescription("Generation of the spec that this status describes.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "What created the request, as first read; absent if created before this was recorded.")
        Trigger trigger,
    @JsonPropertyDescription("Who approved the recovery; this record is decisive.")
        String approvedBy)
    implements RecoveryRequestStatusBuilder.With {

  /** The record of a request that nobody has worked on. */
  public static RecoveryRequestStatus empty() {
    return RecoveryRequestStatusBuilder.builder().build();
  }

  /** The steps, frozen when the recovery was planned, with their hash. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Plan(
      @JsonPropertyDescription("Name of the playbook.") String playbook,
      @JsonPropertyDescription("Hash of the steps.") String hash,
      @JsonPropertyDescription("The steps.") List<RecoveryPlaybookSpec.Step> steps) {}

  /**
   * The result of one step, with its journal: what undoes it, stored before the act, how far it is,
   * and what it found.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @RecordBuilder
  public record Step(
      @JsonPropertyDescription("Name of the step in the plan.") String name,
      @JsonPropertyDescription("What the step does.") ActionType action,
      @JsonPropertyDescription("State of the step.") StepState state,
      @JsonPropertyDescription("What happened, what was left alone, what to do.") String message,
      @JsonPropertyDescription("When the intent was stored.") String startedAt,
      @JsonPropertyDescription("When the effect was verified.") String finishedAt,
      @JsonPropertyDescription(
              "What the step has to remember. undo: what undoes it, stored before the act."
                  + " progress: how far it is. result: what it found. notes: what people answered,"
                  + " and when it was last tried or renewed.")
          @PreserveUnknownFields
          Map<String, JsonNode> journal,
      @JsonPropertyDescription("Former form of journal.result; read, never written.")
          Map<String, String> evidence,
      @JsonPropertyDescription("Former form of journal.undo; read, never written.")
          Map<String, String> undo,
      @JsonPropertyDescription("Former form of journal.progress; read, never written.")
          Map<String, String> progress)
      implements RecoveryRequestStatusStepBuilder.With {

    /** A step as the plan has it, before anything was done. */
    public static Step planned(String name, ActionType action) {
      return RecoveryRequestStatusStepBuilder.builder()
          .name(name)
          .action(action)
          .state(StepState.PENDING)
          .build();
    }
  }

  /** The times that measure a recovery; absent until they are reached. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Timeline(
      @JsonPropertyDescription("First bad answer on the ordinary lane.") String onsetAt,
      @JsonPropertyDescription("The verdict was reached.") String detectedAt,
      @JsonPropertyDescription("The fence was up on every host.") String fencedAt,
      @JsonPropertyDescription("The admin lane answered in time again.") String adminRestoredAt,
      @JsonPropertyDescription("The culprit was gone.") String culpritRemovedAt,
      @JsonPropertyDescription("Every client was readmitted.") String readmittedAt,
      @JsonPropertyDescription("The recovery ended.") String finishedAt) {}

  /**
   * A suspect: share of the load and confidence in percent, with the reasons. Instead of a workload
   * it may be a client that Halligan never accuses, with advice and without a confidence.
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Culprit(
      @JsonPropertyDescription("The workload; absent if it is another client.")
          WorkloadReference workload,
      @JsonPropertyDescription(
              "A client that is never accused: a user, an account, an address, or a workload that"
                  + " Halligan does not remove.")
          String client,
      @JsonPropertyDescription("Share of the load in percent.") Integer share,
      @JsonPropertyDescription("Confidence in percent.") Integer confidence,
      @JsonPropertyDescription("Reasons for the suspicion.") List<String> reasons,
      @JsonPropertyDescription("What a person can do about the client.") String advice) {}

  /** The share of a cohort, in percent, that the fence admits. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Admitted(
      @JsonPropertyDescription("Name of the cohort.") String cohort,
      @JsonPropertyDescription("Admitted share of its clients in percent.") Integer share) {}
}
