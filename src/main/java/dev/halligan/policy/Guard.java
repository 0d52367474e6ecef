package dev.halligan.policy;

import dev.halligan.diagnosis.Verdict;
import java.time.Instant;
import java.util.Optional;

/** One possible objection to an act. Pure. */
@FunctionalInterface
interface Guard {
  Optional<Decision> check(Verdict verdict, PolicyInputs in, Instant now);
}
