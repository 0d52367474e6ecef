package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import java.util.Optional;

/** One possible explanation of the input, or none. Pure; asked in order, the first answer wins. */
@FunctionalInterface
interface Rule {
  Optional<Verdict> judge(DiagnosisInput input);
}
