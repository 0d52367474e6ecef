package dev.halligan.recovery.step;

import java.util.List;

/** What a step's message adds if instances of the control plane did not answer. */
public final class UnreachableInstances {
  private UnreachableInstances() {}

  /** Empty if all answered. {@code consequence} completes "10.0.0.3 does not answer: ...". */
  public static String describe(StepContext step, String consequence) {
    List<String> missing = step.fence().missing();
    return missing.isEmpty()
        ? ""
        : "; %s %s not answer: %s"
            .formatted(
                String.join(", ", missing), missing.size() == 1 ? "does" : "do", consequence);
  }
}
