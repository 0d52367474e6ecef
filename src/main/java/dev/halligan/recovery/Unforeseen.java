package dev.halligan.recovery;

import dev.halligan.control.ControlFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a failure like any other of what no hand foresaw, so that timeouts, holds and undoing work
 * for it too. Left alone it would end every pass before the fence is renewed and the record kept.
 */
public final class Unforeseen {
  private static final Logger log = LoggerFactory.getLogger(Unforeseen.class);

  private Unforeseen() {}

  /**
   * INTERNAL unless it is a failure that somebody can act on already.
   *
   * @throws Journal.Refused as it came: nothing may be done after it
   */
  public static ControlFailure failure(RuntimeException thrown) {
    return switch (thrown) {
      case ControlFailure known -> known;
      case Journal.Refused refused -> throw refused;
      default -> {
        log.atError().setCause(thrown).log("unforeseen error, taken for a failure of the step");
        yield new ControlFailure(
            ControlFailure.Reason.INTERNAL,
            "an error that nobody foresaw: " + thrown.getClass().getSimpleName(),
            "Report it with the log; see whether the step had begun to act",
            thrown);
      }
    };
  }
}
