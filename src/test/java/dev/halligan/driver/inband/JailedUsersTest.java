package dev.halligan.driver.inband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.testing.Failures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JailedUsersTest {
  private static final String AGENT = "system:serviceaccount:telemetry:agent";

  @Test
  void areOrderedAndNamedOnce() {
    var other = "system:serviceaccount:batch:report.nightly";

    assertThat(JailedUsers.of(List.of(AGENT, other, AGENT)).users()).containsExactly(other, AGENT);
  }

  @Test
  void mayBeAUserWithACertificate() {
    assertThat(JailedUsers.of(List.of("ci@example.org")).users()).containsExactly("ci@example.org");
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
    assertThatThrownBy(() -> JailedUsers.of(List.of(AGENT, user)))
        .isInstanceOfSatisfying(
            ControlFailure.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.BAD_ARGUMENT);
              assertThat(e).hasMessageContaining("never jailed", "nobody was jailed");
              assertThat(e.fix()).isNotBlank();
            });
  }

  @Test
  void areSomebody() {
    Failures.assertFails(Reason.BAD_ARGUMENT, () -> JailedUsers.of(List.of()));
  }
}
