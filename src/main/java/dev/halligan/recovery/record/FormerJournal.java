package dev.halligan.recovery.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.recovery.record.StepJournal.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

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
    Step mine = step.withUndo(null).withProgress(null).withEvidence(null);
    boolean former = step.undo() != null || step.progress() != null || step.evidence() != null;
    return former && step.journal() == null && step.action() != null
        ? withProgress(withUndo(withResult(mine, step), step), step)
        : mine;
  }

  private static Step withUndo(Step mine, Step former) {
    return part(mine, Part.UNDO, former.undo(), FormerText.of(former.action()).undo());
  }

  private static Step withProgress(Step mine, Step former) {
    Step with =
        part(mine, Part.PROGRESS, former.progress(), FormerText.of(former.action()).progress());
    return former.progress() == null
        ? with
        : part(with, Part.NOTES, former.progress(), map -> StepJournal.tree(notes(map)));
  }

  private static Step withResult(Step mine, Step former) {
    return part(mine, Part.RESULT, former.evidence(), FormerText.of(former.action()).result());
  }

  /** What cannot be converted stays as text, so that reading it fails and says which step it is. */
  private static Step part(
      Step mine,
      Part part,
      Map<String, String> map,
      Function<Map<String, String>, ? extends JsonNode> today) {
    if (map == null) {
      return mine;
    }
    try {
      return StepJournal.with(mine, part, today.apply(map));
    } catch (RuntimeException garbled) {
      return StepJournal.with(mine, part, JsonNodeFactory.instance.arrayNode().add(map.toString()));
    }
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
