package dev.halligan.policy;

import dev.halligan.diagnosis.Verdict;
import java.time.Instant;
import java.util.Optional;

/** One objection, or none. Pure. */
@FunctionalInterface
interface Guard {
  Optional<Decision> check(Verdict verdict, PolicyInputs in, Instant now);
}
