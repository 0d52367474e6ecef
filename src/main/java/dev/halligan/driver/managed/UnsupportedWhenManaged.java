package dev.halligan.driver.managed;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;

/** Failures for what a provider does not offer. */
final class UnsupportedWhenManaged {
  private UnsupportedWhenManaged() {}

  /** {@code what} completes "offers no ...". */
  static ControlFailure no(String what) {
    return new ControlFailure(
        Reason.UNSUPPORTED,
        "the provider of this control plane offers no %s; nothing was changed".formatted(what),
        "nothing to do: the recovery continues through the API, by jail and removal; ask the"
            + " provider if that is not enough");
  }
}
