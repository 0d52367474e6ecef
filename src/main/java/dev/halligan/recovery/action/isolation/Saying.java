package dev.halligan.recovery.action.isolation;

import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.step.StepContext;

/** Adds the latest news to the message of a finished step, replacing earlier news. */
final class Saying {
  private static final String DONE = "done";

  private Saying() {}

  static void say(StepContext step, String news) {
    String done = step.progress().getOrDefault(DONE, step.entry().message());
    step.record().progress(step.index(), Steps.plus(step.progress(), DONE, done));
    step.record().say(step.index(), done + "; " + news);
  }
}
