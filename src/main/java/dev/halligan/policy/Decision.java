package dev.halligan.policy;

import dev.halligan.api.v1alpha1.Reasons;

/** May we act? Always with a reason from {@link Reasons} and a sentence a person can read. */
public sealed interface Decision {

  /** One of {@link Reasons}; usable in conditions and as a metric label. */
  String reason();

  /** What was found, and what would have to change for another answer. */
  String message();

  /** Go ahead. */
  record Act(String reason, String message) implements Decision {}

  /** A person has to say yes first. */
  record Ask(String reason, String message) implements Decision {}

  /** Nothing is done. */
  record Refuse(String reason, String message) implements Decision {}
}
