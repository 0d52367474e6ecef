package dev.halligan.control.pods;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Surroundings.Missed;
import dev.halligan.control.Surroundings.Said;
import dev.halligan.control.fence.PolicyProspect;
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
class PodSurroundingsIT {
  private KubernetesClient client;
  private String namespace;
  private HostedFixture pods;

  @BeforeEach
  void start(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
    pods = new HostedFixture(client, namespace);
  }

  private PodSurroundings surroundings(KubernetesClient as) {
    var lane = AdminLane.unguarded(as, () -> 7);
    var prospect = new PolicyProspect(lane, namespace, "eu-1", namespace, 6443);
    return new PodSurroundings(
        new ApiServerPods(lane, namespace, HostedFixture.SELECTOR, HostedFixture.CONTAINER),
        new HostedRights(lane, namespace, namespace),
        present -> prospect.of(present, List.of("10.0.0.0/24")),
        namespace,
        Clock.systemUTC());
  }

  @Test
  void tellsOfPodsWhatTheirClusterKnows() {
    pods.ready("kas-a", "10.1.0.1");
    pods.ready("kas-b", "10.1.0.2");
    var surroundings = surroundings(client);
    surroundings.look();
    pods.status("kas-b", "10.1.0.2", false, 2, "OOMKilled");

    var reports = surroundings.look();

    assertThat(reports).hasSize(2).hasOnlyElementsOfType(Said.class);
    var sick = ((Said) reports.getLast()).evidence();
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
    var surroundings = surroundings(client);
    surroundings.look();

    assertThat(surroundings.approach().shortfall()).contains("never proven", "--hosted");
  }

  @Test
  void saysThatEveryPathIsProven() {
    pods.ready("kas-a", "10.1.0.1");
    client.resource(Enrolled.cluster(namespace, "enforced")).create();
    var surroundings = surroundings(client);
    surroundings.look();

    assertThat(surroundings.approach().shortfall()).isNull();
    assertThat(surroundings.approach().proven().formatted(1, ""))
        .contains("1 API-server pods are found", "rights", "enforce", "no other policy");
  }

  @Test
  void saysWhyNoFenceWouldHold() {
    pods.ready("kas-a", "10.1.0.1");
    client.resource(Enrolled.cluster(namespace, "not-enforced")).create();
    var surroundings = surroundings(client);
    surroundings.look();

    assertThat(surroundings.approach().shortfall())
        .contains("does not enforce", "install a network plugin", "go on without");
  }

  @Test
  void noPodsAreNoWayIn() {
    assertThat(surroundings(client).look())
        .singleElement()
        .isInstanceOfSatisfying(
            Missed.class, m -> assertThat(m.failure().reason()).isEqualTo(Reason.NOT_FOUND));
  }

  @Test
  void namesTheRightsThatAreMissing() {
    pods.ready("kas-a", "10.1.0.1");
    var config =
        new ConfigBuilder(client.getConfiguration()).withImpersonateUsername("nobody").build();
    try (var asNobody = new KubernetesClientBuilder().withConfig(config).build()) {
      var rights =
          new HostedRights(AdminLane.unguarded(asNobody, () -> 7), namespace, "halligan").missing();

      assertThat(rights)
          .contains(
              "delete pods in " + namespace,
              "patch pods/resize in " + namespace,
              "delete networkpolicies.networking.k8s.io in " + namespace,
              "get pods/log in halligan",
              "create jobs.batch in halligan");
      assertThat(surroundings(asNobody).look()).hasOnlyElementsOfType(Missed.class);
    }
    assertThat(
            new HostedRights(AdminLane.unguarded(client, () -> 7), namespace, namespace).missing())
        .isEmpty();
  }
}
