package dev.halligan.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class ExpiryReaperIT {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private KubernetesClient client;
  private String namespace;
  private ExpiryReaper.ReaperTargets ward;

  @BeforeEach
  void start(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
    ward =
        new ExpiryReaper.ReaperTargets(namespace, "halligan-fence-eu-1", "Deployment/controllers");
  }

  /** Started at noon, looks at that time. */
  private boolean look(Instant at) {
    var times = List.of(NOON, at).iterator();
    var clock =
        new Clock() {
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
            return times.next();
          }
        };
    return new ExpiryReaper(client, ward, clock).look();
  }

  @Test
  void aFenceStaysUntilItsTimeHasPassed() {
    policy("2026-01-01T12:02:00Z");

    assertThat(look(NOON.plusSeconds(119))).isFalse();
    assertThat(isThere()).isTrue();

    look(NOON.plusSeconds(120));
    assertThat(isThere()).isFalse();
    assertThat(look(NOON.plusSeconds(121))).isTrue();
  }

  @Test
  void aFenceWithoutATimeThatCanBeReadHasNone() {
    policy("soon");

    look(NOON);

    assertThat(isThere()).isFalse();
  }

  @Test
  void waitsForAFenceThatIsNotThereYet() {
    assertThat(look(NOON.plusSeconds(59))).isFalse();
    assertThat(look(NOON.plusSeconds(61))).isTrue();
  }

  @Test
  void controllersThatNobodyKeepsFrozenComeBack() {
    controllers(
        0,
        Map.of(FreezeAnnotations.REPLICAS, "2", FreezeAnnotations.UNTIL, "2026-01-01T12:02:00Z"));

    assertThat(look(NOON.plusSeconds(119))).isFalse();
    assertThat(replicas()).isZero();

    look(NOON.plusSeconds(120));
    assertThat(replicas()).isEqualTo(2);
    assertThat(look(NOON.plusSeconds(121))).isTrue();
  }

  @Test
  void controllersThatAPersonStoppedStaySo() {
    controllers(0, Map.of());

    look(NOON.plusSeconds(3600));

    assertThat(replicas()).isZero();
  }

  @Test
  void itsArgumentsAreReadAsTheyAreWritten() {
    assertThat(ExpiryReaper.ReaperTargets.parse(ward.arguments())).isEqualTo(ward);
    var alone = new ExpiryReaper.ReaperTargets("tenant-a", "halligan-fence-eu-1", null);
    assertThat(ExpiryReaper.ReaperTargets.parse(alone.arguments())).isEqualTo(alone);
  }

  private void policy(String expiresAt) {
    client
        .resource(
            new NetworkPolicyBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(ward.policy())
                .addToAnnotations(ExpiryReaper.EXPIRES_AT, expiresAt)
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .endSpec()
                .build())
        .create();
  }

  private boolean isThere() {
    return client
            .network()
            .v1()
            .networkPolicies()
            .inNamespace(namespace)
            .withName(ward.policy())
            .get()
        != null;
  }

  private void controllers(int replicas, Map<String, String> annotations) {
    var labels = Map.of("app", "controllers");
    client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("controllers")
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage("none")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  private int replicas() {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("controllers")
        .get()
        .getSpec()
        .getReplicas();
  }
}
