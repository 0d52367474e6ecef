package dev.halligan.recovery.step;

import java.time.Duration;
import java.util.Map;

/** The result of one pass of a step. */
public sealed interface Outcome {

  /** For people: what was done, or why not. */
  String message();

  /** Done and verified. */
  record Done(String message, Map<String, String> evidence) implements Outcome {
    public Done(String message) {
      this(message, Map.of());
    }
  }

  /** Not done yet; call again after a while. {@code progress} replaces the stored progress. */
  record Again(String message, Duration after, Map<String, String> progress) implements Outcome {}

  /** Nothing to do. */
  record Skipped(String message) implements Outcome {}

  /** Could not be done; the playbook's onFailure decides what follows. */
  record Failed(String message) implements Outcome {}

  /**
   * A person must decide; until then everything stays as it is. {@code progress} replaces the
   * stored progress and holds the question, so that the answer applies to exactly that.
   */
  record NeedsApproval(String message, Map<String, String> progress) implements Outcome {}
}
