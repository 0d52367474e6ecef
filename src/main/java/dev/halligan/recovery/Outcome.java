package dev.halligan.recovery;

import java.time.Duration;
import java.util.Map;

/** What came of one pass of a step. */
public sealed interface Outcome {

  /** For people: what was done, or why not. */
  String message();

  /** Done and verified. */
  record Done(String message, Map<String, String> evidence) implements Outcome {
    public Done(String message) {
      this(message, Map.of());
    }
  }

  /** On its way; come again after a while. {@code progress} replaces the step's stored progress. */
  record Again(String message, Duration after, Map<String, String> progress) implements Outcome {}

  /** Nothing to do here. */
  record Skipped(String message) implements Outcome {}

  /** Could not be done; the playbook says what that means. */
  record Failed(String message) implements Outcome {}

  /**
   * A person must decide; everything stays as it is meanwhile. {@code progress} replaces the step's
   * stored progress and holds what was asked: the answer is to that and nothing else.
   */
  record AskPerson(String message, Map<String, String> progress) implements Outcome {}
}
