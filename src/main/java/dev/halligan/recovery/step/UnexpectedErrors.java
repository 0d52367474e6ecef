package dev.halligan.recovery.step;

import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.record.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an unexpected exception into an ordinary failure, so that timeouts, holds and rollback work
 * for it too. Otherwise it would end every pass before the fence is renewed and the record stored.
 */
public final class UnexpectedErrors {
  private static final Logger log = LoggerFactory.getLogger(UnexpectedErrors.class);

  private UnexpectedErrors() {}

  /**
   * INTERNAL, unless it is a known failure already.
   *
   * @throws Journal.Refused unchanged: nothing may be done after it
   */
  public static ControlFailure failure(RuntimeException thrown) {
    return switch (thrown) {
      case ControlFailure known -> known;
      case Journal.Refused refused -> throw refused;
      default -> {
        log.atError().setCause(thrown).log("unexpected error; treating it as a failed step");
        yield new ControlFailure(
            ControlFailure.Reason.INTERNAL,
            "unexpected error: " + thrown.getClass().getSimpleName(),
            "Report it with the operator's log, and check what the step has already changed",
            thrown);
      }
    };
  }
}
