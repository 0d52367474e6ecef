package dev.halligan.e2e.fleet.played;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlayedFenceTest {
  private static final InetAddress ADMIN = InetAddress.ofLiteral("10.201.255.254");
  private static final InetAddress NODE = InetAddress.ofLiteral("172.18.0.11");

  private final AtomicLong nanos = new AtomicLong();
  private final PlayedFence fence = new PlayedFence(nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void raise() {
    fence.isolate("10.201.255.254/32", "10.201.0.1", 6443, Duration.ofSeconds(120));
  }

  @Test
  void answersAdministratorsOnly() {
    assertThat(fence.admits(NODE)).isTrue();
    raise();
    assertThat(fence.admits(ADMIN)).isTrue();
    assertThat(fence.admits(NODE)).isFalse();
  }

  @Test
  void diesByItselfUnlessItIsRenewed() {
    raise();
    pass(Duration.ofSeconds(100));
    assertThat(fence.renew(Duration.ofSeconds(120))).isTrue();
    pass(Duration.ofSeconds(100));
    assertThat(fence.isUp()).isTrue();
    pass(Duration.ofSeconds(21));
    assertThat(fence.isUp()).isFalse();
    assertThat(fence.admits(NODE)).isTrue();
    assertThat(fence.renew(Duration.ofSeconds(120))).isFalse();
  }

  @Test
  void aCohortComesBackWhenItsShareIsWhole() {
    raise();
    fence.admit("nodes", "172.18.0.0/24", 25);
    assertThat(fence.admits(NODE)).isFalse();
    fence.admit("nodes", "172.18.0.0/24", 100);
    assertThat(fence.admits(NODE)).isTrue();
    assertThat(fence.shares()).isEqualTo(Map.of("nodes", 100));
  }

  @Test
  void aNewOneKnowsNothingOfTheCohortsBefore() {
    raise();
    fence.admit("nodes", "172.18.0.0/24", 100);
    assertThat(fence.lift()).isTrue();
    raise();
    assertThat(fence.admits(NODE)).isFalse();
    assertThat(fence.raised()).isEqualTo(2);
  }

  @Test
  void whoPassesMayChangeWhileItIsUp() {
    raise();
    pass(Duration.ofSeconds(5));
    fence.isolate("172.18.0.11/32", "10.201.0.1", 6443, Duration.ofSeconds(120));
    assertThat(fence.admits(NODE)).isTrue();
    assertThat(fence.raised()).isEqualTo(1);
    assertThat(fence.age()).isEqualTo(Duration.ofSeconds(5));
  }
}
