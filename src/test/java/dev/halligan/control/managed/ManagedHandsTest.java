package dev.halligan.control.managed;

import static dev.halligan.control.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.capacity.ApiServerCapacity;
import dev.halligan.control.capacity.ApiServerCapacity.Growth;
import dev.halligan.control.capacity.ApiServerCapacity.Manner;
import dev.halligan.control.capacity.ApiServerCapacity.Size;
import dev.halligan.control.fence.Fence;
import dev.halligan.control.fence.Fence.Admission;
import dev.halligan.control.fence.Fence.CohortShare;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagedHandsTest {
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

    assertThat(fence.talkers(10)).isEmpty();
    assertThat(fence.connections(10)).isEmpty();
    assertThat(capacity.shrink()).isTrue();
    assertThat(capacity.growth()).isEqualTo(Growth.NONE);
  }

  @Test
  void neverClaimASize() {
    assertFails(Reason.UNSUPPORTED, capacity::size);
    assertFails(Reason.UNSUPPORTED, capacity::present);
    assertFails(Reason.UNSUPPORTED, capacity::runs);
    assertFails(
        Reason.UNSUPPORTED, () -> capacity.grow(new Size(1000, 1L << 30), Manner.IN_PLACE, TTL));
  }

  @Test
  void seeNothingBesideTheLanes() {
    assertThat(new NothingAround().look()).isEmpty();
    assertThat(new NothingAround().approach().instance()).isNull();
  }
}
