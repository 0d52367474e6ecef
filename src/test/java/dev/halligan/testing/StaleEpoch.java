package dev.halligan.testing;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Epoch;

/** The term of a leader that was replaced. */
public final class StaleEpoch implements Epoch {
  @Override
  public long current() {
    throw new ControlFailure(
        Reason.STALE_EPOCH, "the lease names another leader, so nothing was done", "none");
  }
}
