package dev.halligan.driver.managed;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.control.ApiServerCapacity;
import dev.halligan.control.ApiServerCapacity.Growth;
import dev.halligan.control.ApiServerCapacity.ResizeMode;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Fence;
import dev.halligan.control.Fence.Admission;
import dev.halligan.control.Fence.CohortShare;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagedDriverTest {
  private static final Duration TTL = Duration.ofSeconds(120);
  private final Fence fence = new NoFence();
  private final ApiServerCapacity capacity = new NoCapacity();

  @Test
  void neverClaimAFence() {
    var admins = new Admission(List.of("10.0.0.0/24"), TTL);

    assertFails(Reason.UNSUPPORTED, () -> fence.isolate(admins));
    assertFails(Reason.UNSUPPORTED, () -> fence.replaceAdmins(admins));
    assertFails(Reason.UNSUPPORTED, () -> fence.renew(TTL));
    assertFails(
        Reason.UNSUPPORTED,
        () -> fence.admit(new CohortShare("nodes", List.of("10.89.0.0/24"), 1, 0)));
    assertThat(fence.state().up()).isFalse();
    assertThat(fence.counts()).isFalse();
  }

  @Test
  void sayWhoRunsTheControlPlaneAndHowTheRecoveryGoesOn() {
    assertThatThrownBy(() -> fence.isolate(null))
        .hasMessageContainingAll("no fence", "provider", "nothing was changed");
  }

  @Test
  void haveNothingToTakeBack() {
    fence.lift();
    fence.verifyAdminPasses();

    assertThat(fence.rejectedClients(10)).isEmpty();
    assertThat(fence.connectedClients(10)).isEmpty();
    assertThat(capacity.shrink()).isTrue();
    assertThat(capacity.growth()).isEqualTo(Growth.NONE);
  }

  @Test
  void neverClaimASize() {
    assertFails(Reason.UNSUPPORTED, capacity::size);
    assertFails(Reason.UNSUPPORTED, capacity::present);
    assertFails(Reason.UNSUPPORTED, capacity::runs);
    assertFails(
        Reason.UNSUPPORTED,
        () -> capacity.grow(new Size(1000, 1L << 30), ResizeMode.IN_PLACE, TTL));
  }

  @Test
  void seeNothingBesideTheLanes() {
    assertThat(new NoInstanceObserver().look()).isEmpty();
    assertThat(new NoInstanceObserver().approach().instance()).isNull();
  }
}
