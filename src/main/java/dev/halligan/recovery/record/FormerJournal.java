package dev.halligan.recovery.record;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.recovery.record.StepJournal.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what version 0.1 journaled: three maps of text a step. A recovery that is under way while
 * the operator is upgraded goes on, and can be undone. To be deleted with the version after this
 * one. Pure.
 */
final class FormerJournal {
  private FormerJournal() {}

  /** Every step in today's form. */
  static RecoveryRequestStatus converted(RecoveryRequestStatus status) {
    return status.steps() == null
        ? status
        : status.withSteps(status.steps().stream().map(FormerJournal::converted).toList());
  }

  /** Unchanged if it has today's form already, or no journal at all. */
  static Step converted(Step step) {
    boolean former = step.undo() != null || step.progress() != null || step.evidence() != null;
    if (!former || step.journal() != null || step.action() == null) {
      return step.withUndo(null).withProgress(null).withEvidence(null);
    }
    Step mine = step.withUndo(null).withProgress(null).withEvidence(null);
    Map<String, String> undo = Optional.ofNullable(step.undo()).orElse(Map.of());
    Map<String, String> progress = Optional.ofNullable(step.progress()).orElse(Map.of());
    Map<String, String> evidence = Optional.ofNullable(step.evidence()).orElse(Map.of());
    FormerText text = FormerText.of(step.action());
    if (step.undo() != null) {
      mine = StepJournal.with(mine, Part.UNDO, text.undo(undo));
    }
    if (step.progress() != null) {
      mine = StepJournal.with(mine, Part.PROGRESS, text.progress(progress));
      mine = StepJournal.write(mine, Part.NOTES, notes(progress));
    }
    return step.evidence() == null
        ? mine
        : StepJournal.with(mine, Part.RESULT, text.result(evidence));
  }

  private static StepNotes notes(Map<String, String> progress) {
    String heard = progress.get("heard");
    return StepNotesBuilder.builder()
        .approved(progress.get("approved"))
        .asked(heard != null)
        .heard(present(heard))
        .heardCulprit(progress.get("heardCulprit"))
        .retried(progress.get("retried"))
        .needless(progress.containsKey("needless"))
        .grace(duration(progress.get("grace")))
        .keptAt(time(progress.getOrDefault("renewedAt", progress.get("keptAt"))))
        .undoSince(time(progress.get("undoSince")))
        .undoTriedAt(time(progress.get("undoTriedAt")))
        .undoHeard(present(progress.get("undoHeard")))
        .failed(progress.containsKey("failed"))
        .build();
  }

  private static String present(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static Instant time(String text) {
    return text == null ? null : Instant.parse(text);
  }

  private static Duration duration(String text) {
    return text == null ? null : Duration.parse(text);
  }
}
