package dev.halligan.recovery;

/** What came of taking a step back. */
public sealed interface Undoing {
  String message();

  /** As it was before, or there was nothing to take back. */
  record Undone(String message) implements Undoing {}

  /** A person changed it meanwhile: theirs stays. */
  record KeptTheirs(String message) implements Undoing {}
}
