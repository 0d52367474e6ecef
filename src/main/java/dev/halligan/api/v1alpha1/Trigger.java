package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What made a RecoveryRequest. It frees from no approval by itself; see {@link Approvals}. */
public enum Trigger {
  /** Halligan did, because of a verdict. */
  @JsonProperty("Automatic")
  AUTOMATIC,
  /** A person did, or a program on a person's behalf. */
  @JsonProperty("Manual")
  MANUAL
}
