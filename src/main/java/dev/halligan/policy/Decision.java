package dev.halligan.policy;

import dev.halligan.api.v1alpha1.Reasons;

/** Whether Halligan may act, always with a reason from {@link Reasons} and a message. */
public sealed interface Decision {

  /** One of {@link Reasons}; usable in conditions and as a metric label. */
  String reason();

  /** What was found, and what must change for another answer. */
  String message();

  /** The answer in one word, as a metric label. */
  default String answer() {
    return switch (this) {
      case Act _ -> "act";
      case Ask _ -> "ask";
      case Refuse _ -> "refuse";
    };
  }

  /** Halligan may act. */
  record Act(String reason, String message) implements Decision {}

  /** A person must approve first. */
  record Ask(String reason, String message) implements Decision {}

  /** Nothing is done. */
  record Refuse(String reason, String message) implements Decision {}
}
