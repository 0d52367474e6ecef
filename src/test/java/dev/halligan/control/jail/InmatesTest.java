package dev.halligan.control.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.testing.Failures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InmatesTest {
  private static final String AGENT = "system:serviceaccount:telemetry:agent";

  @Test
  void areOrderedAndNamedOnce() {
    var other = "system:serviceaccount:batch:report.nightly";

    assertThat(Inmates.of(List.of(AGENT, other, AGENT)).users()).containsExactly(other, AGENT);
  }

  @Test
  void mayBeAUserWithACertificate() {
    assertThat(Inmates.of(List.of("ci@example.org")).users()).containsExactly("ci@example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "system:masters",
        "system:nodes",
        "system:node:worker-1",
        "system:kube-controller-manager",
        "system:kube-scheduler",
        "system:apiserver",
        "system:anonymous",
        "system:serviceaccount:kube-system:generic-garbage-collector",
        "system:serviceaccount:halligan-probe:ordinary",
        "system:serviceaccount:telemetry:*",
        "system:serviceaccount:*:agent",
        "system:serviceaccount:telemetry:",
        "system:serviceaccount:telemetry",
        "system:serviceaccounts:telemetry",
        "*",
        "",
        "two words"
      })
  void areNeverTheClusterItselfNorEverybody(String user) {
    assertThatThrownBy(() -> Inmates.of(List.of(AGENT, user)))
        .isInstanceOfSatisfying(
            ControlFailure.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.BAD_ARGUMENT);
              assertThat(e).hasMessageContaining("never confined", "nobody was confined");
              assertThat(e.fix()).isNotBlank();
            });
  }

  @Test
  void areSomebody() {
    Failures.assertFails(Reason.BAD_ARGUMENT, () -> Inmates.of(List.of()));
  }
}
