package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What created a RecoveryRequest. It does not waive any approval; see {@link Approvals}. */
public enum Trigger {
  /** Halligan, because of a verdict. */
  @JsonProperty("Automatic")
  AUTOMATIC,
  /** A person, or a program on a person's behalf. */
  @JsonProperty("Manual")
  MANUAL
}
