package dev.halligan.recovery.action;

import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Steps;

/** Adds to the message of a step that is done what became of it since; the last word stands. */
final class Saying {
  private static final String DONE = "done";

  private Saying() {}

  static void say(StepContext step, String news) {
    String done = step.progress().getOrDefault(DONE, step.entry().message());
    step.ledger().progress(step.index(), Steps.plus(step.progress(), DONE, done));
    step.ledger().say(step.index(), done + "; " + news);
  }
}
