package dev.halligan.control.managed;

import dev.halligan.control.capacity.ApiServerCapacity;
import java.time.Duration;

/** The provider decides how big its API servers are. */
final class NoCapacity implements ApiServerCapacity {
  /** UNSUPPORTED. */
  @Override
  public Size size() {
    throw OutOfReach.no("size to change");
  }

  /** UNSUPPORTED. */
  @Override
  public boolean runs() {
    throw OutOfReach.no("process to look at");
  }

  /** UNSUPPORTED. */
  @Override
  public void grow(Size to, Manner manner, Duration liveWithin) {
    throw OutOfReach.no("size to change");
  }

  @Override
  public Growth growth() {
    return Growth.NONE;
  }

  /** It is as it was. */
  @Override
  public boolean shrink() {
    return true;
  }
}
