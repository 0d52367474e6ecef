package dev.halligan.recovery.record;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;

/**
 * What the engine keeps of a step, whichever action it has.
 *
 * @param approved the value with which a person approved the step, or answered its last question
 * @param asked whether the step has run and asked a person a question
 * @param heard the approval that was there when the question was asked, so it does not answer it
 * @param heardCulprit the culprit that was named when the question was asked
 * @param retried the value that retried the step, so that it counts once
 * @param needless whether the step found that there is nothing to recover from
 * @param grace time beyond the playbook's time limit; null for none
 * @param keptAt when what the step put in place was last renewed; null if that is due
 * @param undoSince when its rollback began
 * @param undoTriedAt when its rollback last failed
 * @param undoHeard the value that skipped the step and was there when its rollback began
 * @param failed whether its failure began a rollback; kept after the step's own rollback
 */
@RecordBuilder
public record StepNotes(
    String approved,
    boolean asked,
    String heard,
    String heardCulprit,
    String retried,
    boolean needless,
    Duration grace,
    Instant keptAt,
    Instant undoSince,
    Instant undoTriedAt,
    String undoHeard,
    boolean failed)
    implements StepNotesBuilder.With {

  static StepNotes none() {
    return StepNotesBuilder.builder().build();
  }
}
