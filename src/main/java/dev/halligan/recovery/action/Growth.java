package dev.halligan.recovery.action;

import dev.halligan.control.ApiServerCapacity.ResizeMode;
import dev.halligan.control.ApiServerCapacity.Size;
import java.time.Instant;
import java.util.Objects;

/** What GrowApiServer journals. */
final class Growth {
  private Growth() {}

  /** What undoes it: the limits before, and how they are raised first; null if not chosen. */
  record Undo(Size before, ResizeMode mode) {
    Undo {
      if (before != null) {
        Objects.requireNonNull(mode, "mode");
      }
      before = before == null ? new Size(0, 0) : before;
    }
  }

  /**
   * How far it is.
   *
   * @param startedAt when it began to grow; null before that
   * @param inPlaceFailed why it is restarted instead of grown in place; null while it is not
   */
  record Progress(Instant startedAt, String inPlaceFailed) {}

  /** What it did. */
  record Result(Size from, Size to) {}
}
