package dev.halligan.control.capacity;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.time.Duration;

/** For an API server whose size is not ours to change: every call is UNSUPPORTED. */
public final class NoCapacity implements ApiServerCapacity {
  @Override
  public Size size() {
    throw unsupported();
  }

  @Override
  public void grow(Size to, Manner manner, Duration liveWithin) {
    throw unsupported();
  }

  @Override
  public Growth growth() {
    return Growth.NONE;
  }

  @Override
  public boolean shrink() {
    return false;
  }

  private static ControlFailure unsupported() {
    return new ControlFailure(
        Reason.UNSUPPORTED,
        "the size of this API server cannot be changed from here, and stays as it is",
        "grow it by the means of whoever runs it");
  }
}
