package dev.halligan.control.managed;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;

/** What a provider keeps to itself, in the words of a failure. */
final class OutOfReach {
  private OutOfReach() {}

  /** {@code what} completes "there is no ...". */
  static ControlFailure no(String what) {
    return new ControlFailure(
        Reason.UNSUPPORTED,
        "there is no %s: the provider runs this control plane and lets nobody near it; nothing was changed"
            .formatted(what),
        "nothing to do: the recovery goes on inside the API, by jail and removal; ask the provider where that is not enough");
  }
}
