package dev.halligan.operator.request;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.recovery.plan.Planning;
import dev.halligan.recovery.step.PassContext;
import java.util.function.Supplier;

/** Whether a request can proceed, and with what. */
sealed interface RequestResolution {

  /** Everything a pass needs; {@code verdict} is null before the first round of probes. */
  record Ready(PassContext context, Supplier<Planning> planning, Verdict verdict)
      implements RequestResolution {}

  /** Something is not known yet; ask again in a moment. */
  record NotYet(String why) implements RequestResolution {}

  /** It did not start in time, and the cluster no longer needs it. */
  record NoLongerNeeded(String message) implements RequestResolution {}

  /** It cannot proceed. A recovery that has started waits for a person; any other one ends. */
  record Refused(String reason, String message) implements RequestResolution {}
}
