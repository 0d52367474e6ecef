package dev.halligan.driver.hosted.fence;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Epoch;
import dev.halligan.control.Fence;
import dev.halligan.control.Fence.Admission;
import dev.halligan.control.Fence.CohortShare;
import dev.halligan.control.GuardedClient;
import dev.halligan.driver.hosted.pods.ApiServerPods;
import dev.halligan.driver.hosted.pods.Enrolled;
import dev.halligan.driver.hosted.pods.HostedFixture;
import dev.halligan.driver.hosted.pods.OperatorPod;
import dev.halligan.driver.hosted.pods.ReaperJob;
import dev.halligan.sidecar.ExpiryReaper;
import dev.halligan.sidecar.FenceProbeReport;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.StaleEpoch;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The policy and the pods are real; the test is the kubelet, the workload and the fence probes. */
@ExtendWith(WithApiServer.class)
class PolicyFenceIT {
  private static final Duration TTL = Duration.ofSeconds(120);
  private static final Admission ADMISSION = new Admission(List.of("10.0.0.0/24"), TTL);

  private final Watchmen fenceProbes = new Watchmen();
  private KubernetesClient client;
  private String namespace;
  private String operators;
  private HostedFixture pods;
  private Instant now = Instant.parse("2026-01-01T12:00:00Z");
  private PolicyFence fence;

  /** Fence probes that see what the test says. */
  private static final class Watchmen implements FenceProbes {
    int tries = 9;
    final Map<ProbePhase, List<String>> posted = new EnumMap<>(ProbePhase.class);
    final Map<ProbePhase, List<FenceProbeReport>> seen = new EnumMap<>(ProbePhase.class);

    @Override
    public void post(ProbePhase post, List<String> targets) {
      posted.put(post, targets);
    }

    @Override
    public List<FenceProbeReport> sightings(ProbePhase post) {
      return posted.containsKey(post) ? seen.getOrDefault(post, List.of()) : List.of();
    }

    @Override
    public void withdraw() {
      posted.clear();
    }

    void see(ProbePhase post, boolean holds, boolean accepts) {
      seen.put(
          post,
          posted.get(post).stream()
              .map(
                  t ->
                      new FenceProbeReport(
                          t, "10.7.7.7", holds, true, accepts, tries, accepts ? 0 : 5))
              .toList());
    }
  }

  @BeforeEach
  void start(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
    operators = server.newNamespace();
    pods = new HostedFixture(client, namespace);
    pods.ready("kas-a", "10.1.0.1");
    pods.ready("kas-b", "10.1.0.2");
    new HostedFixture(client, operators).operator("halligan-1");
    fence = fence(7);
  }

  private PolicyFence fence(long epoch) {
    return fence(GuardedClient.unguarded(client, () -> epoch), List.of());
  }

  private PolicyFence fence(GuardedClient lane, List<InetSocketAddress> endpoints) {
    var wiring =
        new PolicyFence.Config(
            "eu-1", namespace, HostedFixture.SELECTOR, 6443, endpoints, operators);
    var apiServers =
        new ApiServerPods(lane, namespace, HostedFixture.SELECTOR, HostedFixture.CONTAINER);
    var ward = new ExpiryReaper.ReaperTargets(namespace, PolicyFence.policyName("eu-1"), null);
    var own = new OperatorPod(lane, operators, "halligan-1", "halligan");
    return new PolicyFence(
        lane,
        wiring,
        apiServers,
        new PolicyFencePreflight(lane, operators, "eu-1", namespace, 6443),
        fenceProbes,
        new ReaperJob(lane, own, "eu-1", ward),
        clock());
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  @Test
  void thePolicyAdmitsAdministratorsTheControlPlaneAndTheOperator() {
    fence.isolate(ADMISSION);

    var policy = policy();
    assertThat(policy.getMetadata().getLabels()).containsEntry("halligan.dev/fence", "eu-1");
    assertThat(policy.getMetadata().getAnnotations())
        .containsEntry("halligan.dev/expires-at", "2026-01-01T12:02:00Z")
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
  void isUpOnceEveryPodIsRecycledAndBothSentriesSaySo() {
    assertThat(fence.isolate(ADMISSION).up()).isFalse();
    assertThat(fenceProbes.posted.get(FenceProbes.ProbePhase.BEFORE))
        .containsExactly("10.1.0.1:6443", "10.1.0.2:6443");
    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, true, true);
    assertThat(fence.state().pending()).contains("the fence now blocks the fence probe too");
    assertThat(apps()).containsExactly("halligan");

    assertThat(fence.state().pending()).contains("rejects the fence probe");
    assertThat(pods.names()).containsExactly("kas-a", "kas-b");

    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, true, false);
    assertThat(fence.state().pending()).contains("kas-a is next");
    assertThat(pods.names()).containsExactly("kas-b");
    assertThat(fence.state().pending()).contains("does not exist yet");
    assertThat(pods.names()).containsExactly("kas-b");

    pods.starting("kas-c", "10.1.0.3");
    assertThat(fence.state().pending()).contains("1 of 2", "not ready yet");
    pods.status("kas-c", "10.1.0.3", true, 0, null);
    assertThat(fence.state().pending()).contains("kas-b is next");
    pods.starting("kas-d", "10.1.0.4");
    assertThat(fence.state().pending()).contains("2 of 2", "not ready yet");
    assertThat(fenceProbes.posted.get(FenceProbes.ProbePhase.AFTER))
        .containsExactly("10.1.0.3:6443", "10.1.0.4:6443");
    fenceProbes.see(FenceProbes.ProbePhase.AFTER, false, false);
    assertThat(fence.state().pending()).contains("not ready yet");

    pods.status("kas-d", "10.1.0.4", true, 0, null);
    assertThat(fence.state().pending()).contains("is checking");
    assertThat(fence.state().pending())
        .as("a pod not ready turns all away")
        .contains("is checking");
    fenceProbes.tries = 11;
    fenceProbes.see(FenceProbes.ProbePhase.AFTER, false, false);
    assertThat(fence.state().up()).as("an old connection lives").isFalse();
    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, false, false);
    var state = fence.state();
    assertThat(state).isEqualTo(new Fence.State(true, 2, 2, TTL, 0));
    assertThat(fenceProbes.posted).isEmpty();
    assertThat(pods.names()).containsExactly("kas-c", "kas-d");
    assertThat(fence.state().up()).isTrue();
  }

  @Test
  void whoeverComesAfterAKillGoesOn() {
    fence.isolate(ADMISSION);
    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, true, false);
    fence.state();
    fence.state();
    assertThat(pods.names()).containsExactly("kas-b");
    pods.ready("kas-c", "10.1.0.3");
    var raised = policy().getMetadata().getCreationTimestamp();

    fence = fence(8);
    var state = fence.isolate(ADMISSION);

    assertThat(state.pending()).contains("kas-b is next");
    assertThat(pods.names()).containsExactly("kas-c");
    assertThat(policy().getMetadata().getCreationTimestamp()).isEqualTo(raised);
    assertThat(policy().getMetadata().getAnnotations()).containsEntry("halligan.dev/epoch", "8");
  }

  private void enrolled(String enforcement) {
    var cluster = Enrolled.cluster(operators, enforcement);
    client.resource(cluster).create();
  }

  @Test
  void whereFencesWereProvenToHoldTheFirstPodIsRecycledAtOnce() {
    enrolled("enforced");

    assertThat(fence.isolate(ADMISSION).pending()).contains("kas-a is next");
    assertThat(pods.names()).containsExactly("kas-b");
    fence.state();
    pods.ready("kas-c", "10.1.0.3");
    fence.state();
    assertThat(pods.names())
        .as("no other before the fence probe")
        .containsExactly("kas-b", "kas-c");

    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, true, false);
    fence.state();
    assertThat(fence.state().pending()).contains("kas-b is next");
    assertThat(pods.names()).containsExactly("kas-c");
  }

  @Test
  void theOnlyPodIsNotRecycledBeforeTheSentrySaysSo() {
    enrolled("enforced");
    client.pods().inNamespace(namespace).withName("kas-b").delete();

    fence.isolate(ADMISSION);
    fence.state();
    assertThat(pods.names()).containsExactly("kas-a");

    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, true, false);
    fence.state();
    assertThat(fence.state().pending()).contains("kas-a is the only one");
    assertThat(pods.names()).isEmpty();
  }

  @Test
  void noFenceIsTriedWhereEnrolmentFoundThatNoneHolds() {
    enrolled("not-enforced");

    assertFails(Reason.NOT_ENFORCED, () -> fence.isolate(ADMISSION));

    assertThat(policy()).isNull();
    assertThat(fenceProbes.posted).isEmpty();
  }

  @Test
  void whatTheKeeperDeletedMeanwhileIsNotMadeAnew() {
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
  void nobodyIsRecycledWhereThePolicyDoesNotHold() {
    fence.isolate(ADMISSION);
    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, true, true);
    fence.state();
    now = now.plusSeconds(26);

    assertFails(Reason.NOT_ENFORCED, fence::state);

    assertThat(pods.names()).containsExactly("kas-a", "kas-b");
    fence.lift();
    assertThat(policy()).isNull();
    assertThat(fenceProbes.posted).isEmpty();
    assertThat(client.batch().v1().jobs().inNamespace(operators).list().getItems()).isEmpty();
  }

  @Test
  void recycledPodsThatAFencedAddressReachesAreNoFence() {
    fence.isolate(ADMISSION);
    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, false, false);
    client.pods().inNamespace(namespace).delete();
    pods.ready("kas-c", "10.1.0.3");
    pods.ready("kas-d", "10.1.0.4");
    fence.state();
    fence.state();
    fenceProbes.see(FenceProbes.ProbePhase.AFTER, true, true);
    fence.state();
    now = now.plusSeconds(31);

    assertFails(Reason.NOT_ENFORCED, fence::state);
  }

  @Test
  void aSentryThatSaysNothingProvesNothing() {
    fence.isolate(ADMISSION);
    now = now.plusSeconds(11);
    fence.state();
    now = now.plusSeconds(26);

    assertFails(Reason.NOT_ENFORCED, fence::state);
    assertThat(pods.names()).containsExactly("kas-a", "kas-b");
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
    assertThat(expiry()).isEqualTo("2026-01-01T12:02:00Z");

    now = now.plusSeconds(30);
    fence.renew(TTL);
    assertThat(expiry()).isEqualTo("2026-01-01T12:02:30Z");
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

  /** The API server of the test itself greets. */
  private static final class HostedServer {
    static InetSocketAddress address(KubernetesClient client) {
      var url = client.getMasterUrl();
      return new InetSocketAddress(url.getHost(), url.getPort());
    }
  }

  private NetworkPolicy policy() {
    return client
        .network()
        .v1()
        .networkPolicies()
        .inNamespace(namespace)
        .withName("halligan-fence-eu-1")
        .get();
  }

  private String expiry() {
    return policy().getMetadata().getAnnotations().get(ExpiryReaper.EXPIRES_AT);
  }

  private List<NetworkPolicyPeer> peers() {
    return policy().getSpec().getIngress().getFirst().getFrom();
  }

  private List<String> ranges() {
    return peers().stream()
        .filter(p -> p.getIpBlock() != null)
        .map(p -> p.getIpBlock().getCidr())
        .toList();
  }

  private List<String> apps() {
    return peers().stream()
        .filter(p -> p.getNamespaceSelector() != null)
        .peek(
            p ->
                assertThat(p.getNamespaceSelector().getMatchLabels())
                    .containsEntry("kubernetes.io/metadata.name", operators))
        .map(p -> p.getPodSelector().getMatchLabels().get("app.kubernetes.io/name"))
        .toList();
  }
}
