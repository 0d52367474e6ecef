package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to the recovery when a step fails or times out. */
public enum OnFailure {
  /** Report it and continue with the next step. */
  @JsonProperty("Continue")
  CONTINUE,
  /** Change nothing, and keep renewing the fence, until a person decides. */
  @JsonProperty("Hold")
  HOLD,
  /** Undo every step in reverse order and stop. */
  @JsonProperty("Abort")
  ABORT
}
