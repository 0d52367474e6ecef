package dev.halligan.driver.inband;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.NodeLifecycle.Freshness;
import dev.halligan.control.NodeLifecycle.Method;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.ManualClock;
import dev.halligan.testing.StaleEpoch;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class LeasesIT {
  private static final String NAMESPACE = "kube-node-lease";
  private static final PatchContext AS_KUBELET =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("kubelet")
          .build();
  private final ManualClock clock = new ManualClock(Instant.now().truncatedTo(ChronoUnit.MICROS));
  private KubernetesClient client;
  private NodeLeases leases;

  @BeforeEach
  void connect(ApiServer server) {
    client = server.client();
    var namespace =
        new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
    client.resource(namespace).serverSideApply();
    leases = new NodeLeases(GuardedClient.unguarded(client, () -> 7), clock);
  }

  @AfterEach
  void cleanUp() {
    client.leases().inNamespace(NAMESPACE).delete();
  }

  @Test
  void renewsEveryLeaseThatItsKubeletDoesNotRenew() {
    kubeletRenews("node-1", clock.instant().minusSeconds(35));
    kubeletRenews("node-2", clock.instant().minusSeconds(25));
    kubeletRenews("node-3", clock.instant().minusSeconds(3));
    var before = renewTime("node-3");

    leases.renew();

    assertThat(renewTime("node-1")).isAfter(at(clock.instant().minusSeconds(35)));
    assertThat(renewTime("node-2")).isAfter(at(clock.instant().minusSeconds(25)));
    assertThat(renewTime("node-3")).as("its kubelet is alive").isEqualTo(before);
    assertThat(lease("node-1").getSpec().getHolderIdentity()).isEqualTo("node-1");
  }

  @Test
  void everyRoundMovesTheLeaseButNeverPastWhatAKubeletWouldWrite() {
    kubeletRenews("node-1", clock.instant().minusSeconds(35));

    for (var i = 0; i < 12; i++) {
      var before = renewTime("node-1");
      leases.renew();
      assertThat(renewTime("node-1")).isAfter(before);
      clock.pass(Duration.ofSeconds(10));
    }

    assertThat(renewTime("node-1")).isBefore(at(clock.instant().minusSeconds(34)));
  }

  @Test
  void ourOwnRenewalsAreNotTakenForTheKubelets() {
    kubeletRenews("node-1", clock.instant().minusSeconds(35));
    kubeletRenews("node-2", clock.instant().minusSeconds(35));
    leases.renew();

    assertThat(leases.freshness()).isEqualTo(new Freshness(0, 2));

    clock.pass(Duration.ofSeconds(5));
    kubeletRenews("node-2", clock.instant());
    assertThat(leases.freshness()).isEqualTo(new Freshness(1, 2));
    assertThat(LeaseRenewalTracker.isOurs(lease("node-1"))).isTrue();
    assertThat(LeaseRenewalTracker.isOurs(lease("node-2"))).isFalse();
  }

  @Test
  void knowsOursFromTheirsAfterARestart() {
    kubeletRenews("node-1", clock.instant().minusSeconds(2));
    kubeletRenews("node-2", clock.instant().minusSeconds(35));
    leases.renew();

    var restarted = new NodeLeases(GuardedClient.unguarded(client, () -> 7), clock);

    assertThat(restarted.freshness()).isEqualTo(new Freshness(1, 2));
  }

  @Test
  void aKubeletWhoseClockIsWrongIsFreshOnceItMoves() {
    var wrong = clock.instant().minus(Duration.ofHours(3));
    kubeletRenews("node-1", wrong);
    assertThat(leases.freshness()).isEqualTo(new Freshness(0, 1));

    clock.pass(Duration.ofSeconds(10));
    kubeletRenews("node-1", wrong.plusSeconds(10));
    assertThat(leases.freshness()).isEqualTo(new Freshness(1, 1));

    clock.pass(Duration.ofSeconds(21));
    assertThat(leases.freshness()).as("it fell silent").isEqualTo(new Freshness(0, 1));
  }

  @Test
  void aReplacedLeaderRenewsNothing() {
    kubeletRenews("node-1", clock.instant().minusSeconds(35));
    var replaced = new NodeLeases(GuardedClient.unguarded(client, new StaleEpoch()), clock);

    assertFails(Reason.STALE_EPOCH, replaced::renew);

    assertThat(renewTime("node-1")).isEqualTo(at(clock.instant().minusSeconds(35)));
  }

  @Test
  void choosesLeasesForUpToAHundredNodes() {
    for (var i = 0; i < 3; i++) {
      kubeletRenews("node-" + i, clock.instant());
    }

    assertThat(leases.atMost(3)).isTrue();
    assertThat(leases.atMost(2)).isFalse();
  }

  @Test
  void whereThereIsNoControllerManagerLeasesAreRenewedWhateverTheMethod() {
    kubeletRenews("node-1", clock.instant().minusSeconds(35));
    var only = new LeaseOnlyLifecycle(GuardedClient.unguarded(client, () -> 7), clock);

    assertThat(only.choose(true)).isEqualTo(Method.RENEW_LEASES);
    assertThat(only.choose(false)).isEqualTo(Method.RENEW_LEASES);
    only.freeze(Method.STOP_CONTROLLER_MANAGER, Duration.ofSeconds(120));
    only.thaw(Method.STOP_CONTROLLER_MANAGER);

    assertThat(renewTime("node-1")).isAfter(at(clock.instant().minusSeconds(35)));
    assertThat(only.freshness()).isEqualTo(new Freshness(0, 1));
  }

  @Test
  void moreThanAHundredNodesCannotBeKeptByLeasesAlone() {
    for (var i = 0; i <= 100; i++) {
      kubeletRenews("node-" + i, clock.instant());
    }
    var only = new LeaseOnlyLifecycle(GuardedClient.unguarded(client, () -> 7), clock);

    assertFails(Reason.UNSUPPORTED, () -> only.choose(true));
  }

  /** As a kubelet does, which is another manager of the same field. */
  private void kubeletRenews(String node, Instant at) {
    var lease =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(node)
            .endMetadata()
            .withNewSpec()
            .withHolderIdentity(node)
            .withLeaseDurationSeconds(40)
            .withRenewTime(at(at))
            .endSpec()
            .build();
    var leases = client.leases().inNamespace(NAMESPACE);
    if (lease(node) == null) {
      leases.resource(lease).create();
    } else {
      leases.withName(node).patch(AS_KUBELET, lease);
    }
  }

  private Lease lease(String node) {
    return client.leases().inNamespace(NAMESPACE).withName(node).get();
  }

  private ZonedDateTime renewTime(String node) {
    return lease(node).getSpec().getRenewTime();
  }

  private static ZonedDateTime at(Instant instant) {
    return instant.atZone(ZoneOffset.UTC);
  }
}
