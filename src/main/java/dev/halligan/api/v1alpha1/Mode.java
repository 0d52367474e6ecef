package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What Halligan may do on its own. A value of a later version is read as null and treated as
 * OBSERVE.
 */
public enum Mode {
  /** Decide and report, never act. */
  @JsonProperty("Observe")
  OBSERVE,
  /** Plan a recovery and wait for human approval. */
  @JsonProperty("Approve")
  APPROVE,
  /** Plan and act. */
  @JsonProperty("Automatic")
  AUTOMATIC
}
