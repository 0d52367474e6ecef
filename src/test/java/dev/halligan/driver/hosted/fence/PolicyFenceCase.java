package dev.halligan.driver.hosted.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.Fence.Admission;
import dev.halligan.control.GuardedClient;
import dev.halligan.driver.hosted.pods.ApiServerPods;
import dev.halligan.driver.hosted.pods.HostedFixture;
import dev.halligan.driver.hosted.pods.OperatorPod;
import dev.halligan.driver.hosted.pods.ReaperJob;
import dev.halligan.sidecar.ExpiryReaper;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.ManualClock;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The policy and the pods are real; the test is the kubelet, the workload and the fence probes. */
@ExtendWith(WithApiServer.class)
abstract class PolicyFenceCase {
  static final Duration TTL = Duration.ofSeconds(120);
  static final Admission ADMISSION = new Admission(List.of("10.0.0.0/24"), TTL);

  final FakeFenceProbes fenceProbes = new FakeFenceProbes();
  KubernetesClient client;
  String namespace;
  String operators;
  HostedFixture pods;
  final ManualClock clock = new ManualClock();
  PolicyFence fence;

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

  PolicyFence fence(long epoch) {
    return fence(GuardedClient.unguarded(client, () -> epoch), List.of());
  }

  PolicyFence fence(GuardedClient lane, List<InetSocketAddress> endpoints) {
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
        clock);
  }

  /** The API server of the test itself greets. */
  static final class HostedServer {
    static InetSocketAddress address(KubernetesClient client) {
      var url = client.getMasterUrl();
      return new InetSocketAddress(url.getHost(), url.getPort());
    }
  }

  NetworkPolicy policy() {
    return client
        .network()
        .v1()
        .networkPolicies()
        .inNamespace(namespace)
        .withName("halligan-fence-eu-1")
        .get();
  }

  String expiry() {
    return policy().getMetadata().getAnnotations().get(ExpiryReaper.EXPIRES_AT);
  }

  List<NetworkPolicyPeer> peers() {
    return policy().getSpec().getIngress().getFirst().getFrom();
  }

  List<String> ranges() {
    return peers().stream()
        .filter(p -> p.getIpBlock() != null)
        .map(p -> p.getIpBlock().getCidr())
        .toList();
  }

  List<String> apps() {
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
