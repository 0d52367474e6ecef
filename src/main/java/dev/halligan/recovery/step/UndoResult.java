package dev.halligan.recovery.step;

/** The result of undoing a step. */
public sealed interface UndoResult {
  String message();

  /** Everything is as before, or there was nothing to undo. */
  record Undone(String message) implements UndoResult {}

  /** Someone else has changed it since; that change stays. */
  record KeptExternalChange(String message) implements UndoResult {}
}
