package dev.halligan.operator;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.recovery.Planning;
import dev.halligan.recovery.Situation;
import java.util.function.Supplier;

/** Whether a request can be carried on, and with what. */
sealed interface Resolution {

  /** Everything that a pass needs; {@code verdict} is null before the first round of probes. */
  record Ready(Situation situation, Supplier<Planning> planning, Verdict verdict)
      implements Resolution {}

  /** Something is still being found out; look again in a moment. */
  record NotYet(String why) implements Resolution {}

  /** Nobody approved it in time, and the cluster is well without it. */
  record NoLongerNeeded(String message) implements Resolution {}

  /** It cannot be done. A recovery that has begun waits for a person; one that has not is ended. */
  record Refused(String reason, String message) implements Resolution {}
}
