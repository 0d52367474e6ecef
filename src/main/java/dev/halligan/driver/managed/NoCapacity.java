package dev.halligan.driver.managed;

import dev.halligan.control.ApiServerCapacity;
import java.time.Duration;

/** The provider sizes its API servers. */
final class NoCapacity implements ApiServerCapacity {
  /** UNSUPPORTED. */
  @Override
  public Size size() {
    throw UnsupportedWhenManaged.no("way to resize its API servers");
  }

  /** UNSUPPORTED. */
  @Override
  public boolean runs() {
    throw UnsupportedWhenManaged.no("view of its API-server processes");
  }

  /** UNSUPPORTED. */
  @Override
  public void grow(Size to, ResizeMode manner, Duration liveWithin) {
    throw UnsupportedWhenManaged.no("way to resize its API servers");
  }

  @Override
  public Growth growth() {
    return Growth.NONE;
  }

  /** Nothing ever grew. */
  @Override
  public boolean shrink() {
    return true;
  }
}
