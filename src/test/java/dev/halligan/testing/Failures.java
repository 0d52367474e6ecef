package dev.halligan.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts on what a person is told. */
public final class Failures {
  private Failures() {}

  /** The call fails for that reason and says what to do. */
  public static void assertFails(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ControlFailure.class,
            f -> {
              assertThat(f.reason()).as(f.getMessage()).isEqualTo(reason);
              assertThat(f.fix()).isNotBlank();
            });
  }
}
