package dev.halligan.diagnosis;

import java.util.Optional;

/**
 * One way to explain a situation, or nothing to say. Pure; asked in order, the first answer wins.
 */
@FunctionalInterface
interface Rule {
  Optional<Verdict> judge(Situation situation);
}
