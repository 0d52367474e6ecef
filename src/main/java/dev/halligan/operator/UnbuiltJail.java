package dev.halligan.operator;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.jail.Jail;
import java.util.List;

/** Holds nobody, and says so. */
final class UnbuiltJail implements Jail {
  @Override
  public void confine(List<String> users) {
    throw new ControlFailure(
        Reason.UNSUPPORTED, "this version has no jail; nobody was confined", "nothing to do");
  }

  @Override
  public void release() {}

  @Override
  public boolean confines() {
    return false;
  }
}
