package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.testing.ApiServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a cluster and a request get to hear from the operator that leads. */
class OperatorIT extends OperatorCase {
  @Test
  void becomesReadyLiveAndLeadingAndSaysSo() {
    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(status("/readyz")).isEqualTo(200));
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(get("/metrics").body()).contains("halligan_leader 1"));
    assertThat(status("/livez")).isEqualTo(200);
    assertThat(get("/metrics").body()).contains("halligan_build_info", "jvm_memory_used_bytes");
  }

  @Test
  void saysWhatAClusterLacksAndFollowsItsSecrets() {
    create("cluster.yaml", ProtectedCluster.class);
    awaitReady("eu-1", Reasons.MISSING_SECRET);

    secret("eu-1-admin", "exec.kubeconfig");
    awaitReady("eu-1", Reasons.INSECURE_KUBECONFIG);
    assertThat(ready("eu-1").orElseThrow().getMessage()).contains("exec");
  }

  @Test
  void refusesARequestForAClusterThatIsNotThere() {
    create("request.yaml", RecoveryRequest.class);

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(condition(RecoveryRequest.class, "by-hand", Conditions.SUCCEEDED))
                    .hasValueSatisfying(
                        c -> {
                          assertThat(c.getStatus()).isEqualTo("False");
                          assertThat(c.getReason()).isEqualTo(Reasons.CLUSTER_NOT_FOUND);
                          assertThat(c.getMessage())
                              .contains(
                                  "ProtectedCluster nowhere does not exist",
                                  "`kubectl get pcl -n " + namespace + "`",
                                  "Nothing was done");
                        }));
  }

  @Test
  void aResourceFromTheFutureDoesNotStopIt(ApiServer server) {
    try (var _ = FutureSchema.install(server.client())) {
      // as it stands, not as this version's records would read it; the server takes a new schema
      // late
      await()
          .atMost(TIMEOUT)
          .ignoreExceptions()
          .until(
              () ->
                  server
                          .client()
                          .genericKubernetesResources("halligan.dev/v1alpha1", "ProtectedCluster")
                          .inNamespace(namespace)
                          .load(resource("future.yaml"))
                          .create()
                      != null);
      create("cluster.yaml", ProtectedCluster.class);

      awaitReady("eu-1", Reasons.MISSING_SECRET);
      awaitReady("from-the-future", Reasons.MISSING_SECRET);
      assertThat(status("/livez")).isEqualTo(200);
      server.client().resources(ProtectedCluster.class).inNamespace(namespace).delete();
    }
  }

  @Test
  void theOtherReplicaTakesOverWhenLeadershipIsGivenBack() throws IOException {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(get("/metrics").body()).contains("halligan_leader 1"));
    try (HalliganOperator other = operator("pod-2")) {
      operator.close();
      operator = other;

      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(() -> assertThat(get("/metrics").body()).contains("halligan_leader 1"));
      assertThat(lost).isFalse();
    }
  }

  @Test
  void tellsWhatHappenedAsEvents() {
    create("request.yaml", RecoveryRequest.class);

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(client.events().v1().events().inNamespace(namespace).list().getItems())
                    .anySatisfy(
                        e -> {
                          assertThat(e.getReason()).isEqualTo(Reasons.RECOVERY_FAILED);
                          assertThat(e.getRegarding().getName()).isEqualTo("by-hand");
                        }));
  }
}
