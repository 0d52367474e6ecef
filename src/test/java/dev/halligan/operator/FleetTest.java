package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Timings;
import dev.halligan.probe.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final Timings NONE = new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private final Fleet fleet = new Fleet();

  @Test
  void aClusterThatAnswersAnErrorIsNotDark() {
    fleet.see("eu-1", List.of(sample(new ProbeResult.Answered(503, NONE))), false);

    assertThat(fleet.dark()).isZero();
  }

  @Test
  void aRefusedConnectionIsDarkButShowsThatTheNetworkWorks() {
    fleet.see("eu-1", List.of(sample(new ProbeResult.Refused(NONE))), false);

    assertThat(fleet.dark()).isEqualTo(1);
    assertThat(fleet.health(Duration.ZERO).anyAddressReachable()).isTrue();
  }

  @Test
  void timeOutsBeforeTheHandshakeReachNobody() {
    fleet.see("eu-1", List.of(sample(new ProbeResult.TimedOut(Phase.TCP, NONE))), false);
    assertThat(fleet.health(Duration.ZERO).anyAddressReachable()).isFalse();

    fleet.see("eu-1", List.of(sample(new ProbeResult.TimedOut(Phase.TCP, NONE))), true);
    assertThat(fleet.health(Duration.ZERO).anyAddressReachable()).isTrue();
  }

  @Test
  void aForgottenClusterCountsNoMore() {
    fleet.see("eu-1", List.of(sample(new ProbeResult.NoRoute(NONE))), false);
    fleet.forget("eu-1");

    assertThat(fleet.size()).isZero();
  }

  private static Sample sample(ProbeResult result) {
    return new Sample(Instant.EPOCH, "cp-0", Lane.ADMIN, result);
  }
}
