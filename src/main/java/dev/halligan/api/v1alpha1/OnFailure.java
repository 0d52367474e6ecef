package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a failed or timed-out step means for the recovery. */
public enum OnFailure {
  /** Say so and go on with the next step. */
  @JsonProperty("Continue")
  CONTINUE,
  /** Keep everything as it is, and the fence renewed, until a person decides. */
  @JsonProperty("Hold")
  HOLD,
  /** Undo every step in reverse order and stop. */
  @JsonProperty("Abort")
  ABORT
}
