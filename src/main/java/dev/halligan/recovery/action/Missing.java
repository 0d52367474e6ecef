package dev.halligan.recovery.action;

import dev.halligan.recovery.StepContext;
import java.util.List;

/** What a step's message adds when instances of the control plane did not answer. */
final class Missing {
  private Missing() {}

  /** Nothing when all answered. {@code consequence} completes "10.0.0.3 does not answer: ...". */
  static String words(StepContext step, String consequence) {
    List<String> missing = step.situation().hands().fence().missing();
    return missing.isEmpty()
        ? ""
        : "; %s %s not answer: %s"
            .formatted(
                String.join(", ", missing), missing.size() == 1 ? "does" : "do", consequence);
  }
}
