package dev.halligan.driver.hosted.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.InstanceObserver.Observed;
import dev.halligan.control.InstanceObserver.Unreachable;
import dev.halligan.driver.hosted.fence.PolicyFencePreflight;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class PodInstanceObserverIT {
  private KubernetesClient client;
  private String namespace;
  private HostedFixture pods;

  @BeforeEach
  void start(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
    pods = new HostedFixture(client, namespace);
  }

  private PodInstanceObserver observer(KubernetesClient as) {
    var lane = GuardedClient.unguarded(as, () -> 7);
    var prospect = new PolicyFencePreflight(lane, namespace, "eu-1", namespace, 6443);
    return new PodInstanceObserver(
        new ApiServerPods(lane, namespace, HostedFixture.SELECTOR, HostedFixture.CONTAINER),
        new HostedPermissions(lane, namespace, namespace),
        present -> prospect.of(present, List.of("10.0.0.0/24")),
        namespace,
        Clock.systemUTC());
  }

  @Test
  void tellsOfPodsWhatTheirClusterKnows() {
    pods.ready("kas-a", "10.1.0.1");
    pods.ready("kas-b", "10.1.0.2");
    var observer = observer(client);
    observer.look();
    pods.status("kas-b", "10.1.0.2", false, 2, "OOMKilled");

    var reports = observer.look();

    assertThat(reports).hasSize(2).hasOnlyElementsOfType(Observed.class);
    var sick = ((Observed) reports.getLast()).evidence();
    assertThat(sick.host()).isEqualTo("kas-b");
    assertThat(sick.processRunning()).isTrue();
    assertThat(sick.restarts()).hasValue(2);
    assertThat(sick.oomKills()).hasValue(2);
    assertThat(sick.cpuLimitMillis()).hasValue(600);
    assertThat(sick.memoryLimitBytes()).hasValue(1L << 30);
  }

  @Test
  void saysThatEnforcementWasNeverProven() {
    pods.ready("kas-a", "10.1.0.1");
    var observer = observer(client);
    observer.look();

    assertThat(observer.approach().shortfall()).contains("never verified", "--hosted");
  }

  @Test
  void saysThatEveryPathIsProven() {
    pods.ready("kas-a", "10.1.0.1");
    client.resource(Enrolled.cluster(namespace, "enforced")).create();
    var observer = observer(client);
    observer.look();

    assertThat(observer.approach().shortfall()).isNull();
    assertThat(observer.approach().proven().formatted(1, ""))
        .contains("1 API-server pods exist", "permissions", "enforce", "no other policy");
  }

  @Test
  void saysWhyNoFenceWouldHold() {
    pods.ready("kas-a", "10.1.0.1");
    client.resource(Enrolled.cluster(namespace, "not-enforced")).create();
    var observer = observer(client);
    observer.look();

    assertThat(observer.approach().shortfall())
        .contains("does not enforce", "install a network plugin", "continue without");
  }

  @Test
  void noPodsAreNoWayIn() {
    assertThat(observer(client).look())
        .singleElement()
        .isInstanceOfSatisfying(
            Unreachable.class, m -> assertThat(m.failure().reason()).isEqualTo(Reason.NOT_FOUND));
  }

  @Test
  void namesTheRightsThatAreMissing() {
    pods.ready("kas-a", "10.1.0.1");
    var config =
        new ConfigBuilder(client.getConfiguration()).withImpersonateUsername("nobody").build();
    try (var asNobody = new KubernetesClientBuilder().withConfig(config).build()) {
      var rights =
          new HostedPermissions(GuardedClient.unguarded(asNobody, () -> 7), namespace, "halligan")
              .missing();

      assertThat(rights)
          .contains(
              "delete pods in " + namespace,
              "patch pods/resize in " + namespace,
              "delete networkpolicies.networking.k8s.io in " + namespace,
              "get pods/log in halligan",
              "create jobs.batch in halligan");
      assertThat(observer(asNobody).look()).hasOnlyElementsOfType(Unreachable.class);
    }
    assertThat(
            new HostedPermissions(GuardedClient.unguarded(client, () -> 7), namespace, namespace)
                .missing())
        .isEmpty();
  }
}
