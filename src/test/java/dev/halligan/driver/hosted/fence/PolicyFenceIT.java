package dev.halligan.driver.hosted.fence;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Epoch;
import dev.halligan.control.Fence.Admission;
import dev.halligan.control.Fence.CohortShare;
import dev.halligan.control.GuardedClient;
import dev.halligan.driver.hosted.pods.HostedFixture;
import dev.halligan.testing.StaleEpoch;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the policy says, who may write it, and how it ends. */
class PolicyFenceIT extends PolicyFenceCase {
  @Test
  void thePolicyAdmitsAdministratorsTheControlPlaneAndTheOperator() {
    fence.isolate(ADMISSION);

    var policy = policy();
    assertThat(policy.getMetadata().getLabels()).containsEntry("halligan.dev/fence", "eu-1");
    assertThat(policy.getMetadata().getAnnotations())
        .containsEntry("halligan.dev/expires-at", clock.instant().plus(TTL).toString())
        .containsEntry("halligan.dev/epoch", "7");
    assertThat(policy.getSpec().getPodSelector().getMatchLabels())
        .isEqualTo(HostedFixture.SELECTOR);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress");
    assertThat(ranges()).containsExactly("10.0.0.0/24");
    assertThat(apps()).containsExactly("halligan", "halligan-fence-probe");
    assertThat(peers())
        .anySatisfy(
            p -> {
              assertThat(p.getNamespaceSelector()).isNull();
              assertThat(p.getPodSelector()).isNotNull();
              assertThat(p.getIpBlock()).isNull();
            });
    assertThat(client.batch().v1().jobs().inNamespace(operators).list().getItems())
        .singleElement()
        .satisfies(
            j ->
                assertThat(j.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs())
                    .containsExactly("reaper", namespace, "halligan-fence-eu-1"));
  }

  @Test
  void whatTheReaperDeletedMeanwhileIsNotMadeAnew() {
    fence.isolate(ADMISSION);
    // the reaper comes between reading and writing
    Epoch deleting =
        () -> {
          Optional.ofNullable(policy()).ifPresent(p -> client.resource(p).delete());
          return 7;
        };
    var late = fence(GuardedClient.unguarded(client, deleting), List.of());

    assertFails(
        Reason.NOT_FOUND,
        () -> late.admit(new CohortShare("pods", List.of("10.244.0.0/16"), 1, 50)));

    assertThat(policy()).isNull();
  }

  @Test
  void aPolicyOfSomebodyElseThatAdmitsMoreIsNamed() {
    client
        .resource(
            new NetworkPolicyBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("kas-for-all")
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .addNewIngress()
                .endIngress()
                .endSpec()
                .build())
        .create();

    assertFails(Reason.NOT_ENFORCED, () -> fence.isolate(ADMISSION));
    assertThat(policy()).isNull();
    assertThat(fenceProbes.posted).isEmpty();
  }

  @Test
  void anOlderLeaderIsRefusedAndOneThatLostItsLeaseToo() {
    fence.isolate(ADMISSION);
    var before = policy().getMetadata().getResourceVersion();

    assertFails(Reason.STALE_EPOCH, () -> fence(6).renew(TTL));
    assertFails(
        Reason.STALE_EPOCH,
        () -> fence(GuardedClient.unguarded(client, new StaleEpoch()), List.of()).renew(TTL));

    assertThat(policy().getMetadata().getResourceVersion()).isEqualTo(before);
  }

  @Test
  void sharesGrowAndShrinkAndStayWhenTheFenceIsRenewed() {
    fence.isolate(ADMISSION);

    fence.admit(new CohortShare("nodes", List.of("10.89.0.0/24"), 100, 50));
    fence.admit(new CohortShare("pods", List.of("10.244.0.0/16"), 1, 50));
    assertThat(ranges()).containsExactly("10.0.0.0/24", "10.89.0.0/24", "10.244.0.0/23");
    assertThat(expiry()).isEqualTo(clock.instant().plus(TTL).toString());

    clock.pass(Duration.ofSeconds(30));
    fence.renew(TTL);
    assertThat(expiry()).isEqualTo(clock.instant().plus(TTL).toString());
    assertThat(ranges()).contains("10.244.0.0/23");

    fence.replaceAdmins(new Admission(List.of("10.9.0.0/24"), TTL));
    assertThat(ranges()).containsExactly("10.9.0.0/24", "10.89.0.0/24", "10.244.0.0/23");
    fence.admit(new CohortShare("pods", List.of("10.244.0.0/16"), 0, 50));
    assertThat(ranges()).containsExactly("10.9.0.0/24", "10.89.0.0/24");
  }

  @Test
  void whatHasExpiredIsNoFence() {
    fence.isolate(ADMISSION);
    client.resource(policy()).delete();

    assertFails(Reason.NO_FENCE, () -> fence.renew(TTL));
    assertThat(fence.state().up()).isFalse();
    assertThat(fence.state().instancesUp()).isZero();
    assertThat(policy()).isNull();
  }

  @Test
  void countsNobody() {
    assertThat(fence.counts()).isFalse();
    assertThat(fence.rejectedClients(10)).isEmpty();
    assertThat(fence.connectedClients(10)).isEmpty();
  }

  @Test
  void administratorsPassWhenOneEndpointGreets() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var shut = new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort());
      silent.close();
      var open = HostedServer.address(client);
      var lane = GuardedClient.unguarded(client, () -> 7);

      var passing = fence(lane, List.of(open, shut));
      passing.verifyAdminPasses();
      assertThat(passing.shutWays()).singleElement().asString().contains("nothing answers at");

      assertFails(Reason.CALLER_NOT_ADMITTED, () -> fence(lane, List.of(shut)).verifyAdminPasses());
    }
  }
}
