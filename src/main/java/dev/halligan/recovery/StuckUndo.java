package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The steps that were tried in vain to be taken back so far, in words for people. Pure. */
record StuckUndo(Ledger ledger, Kubectl kubectl) {

  /** Empty when there are none. */
  Optional<String> words() {
    List<Step> stuck = ledger.steps().stream().filter(Steps::isUndoStuck).toList();
    return stuck.isEmpty() ? Optional.empty() : Optional.of(words(stuck));
  }

  private String words(List<Step> stuck) {
    String failures =
        stuck.stream()
            .map(s -> "step %s: %s".formatted(s.name(), s.message()))
            .collect(Collectors.joining("; "));
    String skip =
        stuck.stream()
            .map(s -> Consent.next(s.name(), Steps.heardAtUndo(s).orElse(null)))
            .collect(Collectors.joining(","));
    return "%s. It is tried again every 10 to 60 s until it is done, and holds up no other step. To leave it as it is: `%s`"
        .formatted(failures, kubectl.annotate(Consent.SKIP_STEP, skip));
  }
}
