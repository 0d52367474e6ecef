package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.record.UndoSteps;
import dev.halligan.recovery.step.UnexpectedErrors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews what finished steps put in place, above all the fence and the freeze: until their own turn
 * comes, also while later steps are rolled back.
 */
record KeepAlive(PlanCursor cursor) {
  private static final Logger log = LoggerFactory.getLogger(KeepAlive.class);

  void look() {
    for (int i = 0; i < cursor.size(); i++) {
      if (stands(cursor.record().step(i))) {
        keep(i);
      }
    }
    new EvictionGuard(cursor).look();
  }

  private static boolean stands(Step s) {
    return s.state() == StepState.DONE && !UndoSteps.isUndoBegun(s);
  }

  private void keep(int index) {
    try {
      cursor.action(index).keepAlive(cursor.step(index));
    } catch (RuntimeException thrown) {
      ControlFailure e = UnexpectedErrors.failure(thrown);
      log.atWarn()
          .addKeyValue("step", cursor.settings(index).name())
          .addKeyValue("reason", e.reason())
          .addKeyValue("detail", e.getMessage())
          .log("keep-alive failed; retrying");
    }
  }
}
