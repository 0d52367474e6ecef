package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of a step. */
public enum StepState {
  @JsonProperty("Pending")
  PENDING,
  @JsonProperty("WaitingForApproval")
  WAITING_FOR_APPROVAL,
  /** Journaled: from here on, the act may have happened. */
  @JsonProperty("Running")
  RUNNING,
  @JsonProperty("Done")
  DONE,
  @JsonProperty("Skipped")
  SKIPPED,
  @JsonProperty("Failed")
  FAILED,
  @JsonProperty("Undone")
  UNDONE,
  @JsonProperty("UndoFailed")
  UNDO_FAILED;

  /** Whether the step will not run again. */
  public boolean isFinished() {
    return this != PENDING && this != WAITING_FOR_APPROVAL && this != RUNNING;
  }
}
