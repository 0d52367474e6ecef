package dev.halligan.recovery.step;

import java.time.Duration;

/** The result of one pass of a step. */
public sealed interface Outcome {

  /** For people: what was done, or why not. */
  String message();

  /** Done and verified; {@code result} is journaled. */
  record Done(String message, Record result) implements Outcome {
    public Done(String message) {
      this(message, new Nothing());
    }
  }

  /** Not done yet; call again after a while. */
  record Again(String message, Duration after) implements Outcome {}

  /** Nothing to do. */
  record Skipped(String message) implements Outcome {}

  /** Could not be done; the playbook's onFailure decides what follows. */
  record Failed(String message) implements Outcome {}

  /** A person must decide; until then everything stays as it is. */
  record NeedsApproval(String message) implements Outcome {}
}
