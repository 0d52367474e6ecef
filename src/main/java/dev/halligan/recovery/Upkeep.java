package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps alive what stands, above all the fence and the freeze: until their own turn comes, also
 * while later steps are taken back.
 */
record Upkeep(Course course) {
  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  void look() {
    for (int i = 0; i < course.size(); i++) {
      if (stands(course.ledger().step(i))) {
        keep(i);
      }
    }
    new EvictionGuard(course).look();
  }

  private static boolean stands(Step s) {
    return s.state() == StepState.DONE && !Steps.isUndoBegun(s);
  }

  private void keep(int index) {
    try {
      course.action(index).upkeep(course.context(index));
    } catch (RuntimeException thrown) {
      ControlFailure e = Unforeseen.failure(thrown);
      log.atWarn()
          .addKeyValue("step", course.settings(index).name())
          .addKeyValue("reason", e.reason())
          .addKeyValue("detail", e.getMessage())
          .log("upkeep failed and is tried again");
    }
  }
}
