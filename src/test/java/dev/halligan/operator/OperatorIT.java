package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.operator.runtime.Settings;
import dev.halligan.operator.store.Finalizer;
import dev.halligan.status.ConditionSet;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class OperatorIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final AtomicBoolean lost = new AtomicBoolean();
  private String namespace;
  private KubernetesClient client;
  private KubernetesClient asDeployed;
  private HalliganOperator operator;

  @BeforeEach
  void start(ApiServer server) throws IOException {
    namespace = server.newNamespace();
    client = server.client();
    asDeployed = ManagementClient.create(Deployed.config(server, namespace));
    operator = operator("pod-1");
  }

  @AfterEach
  void stop() {
    operator.close();
    asDeployed.close();
  }

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
  void readsItsConfigurationWhileItRuns() {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(get("/metrics").body()).contains("halligan_leader 1"));
    create("request.yaml", RecoveryRequest.class);
    awaitSucceeded("by-hand", Reasons.CLUSTER_NOT_FOUND);

    client.load(resource("stop.yaml")).inNamespace(namespace).create();
    create("second-request.yaml", RecoveryRequest.class);

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(
                        condition(RecoveryRequest.class, "second", Conditions.STALLED)
                            .map(Condition::getReason))
                    .contains(Reasons.GLOBAL_STOP));
  }

  @Test
  void abortIsHeardUnderTheGlobalStop() {
    stopAndAwaitThatTheSecondRequestIsHeld();

    client
        .resources(RecoveryRequest.class)
        .inNamespace(namespace)
        .withName("second")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"abort\":true}}");

    awaitSucceeded("second", Reasons.CLUSTER_NOT_FOUND);
  }

  @Test
  void aDeletedRequestGoesUnderTheGlobalStop() {
    stopAndAwaitThatTheSecondRequestIsHeld();

    client.resources(RecoveryRequest.class).inNamespace(namespace).withName("second").delete();

    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(find(RecoveryRequest.class, "second")).isNull());
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

  private void stopAndAwaitThatTheSecondRequestIsHeld() {
    client.load(resource("stop.yaml")).inNamespace(namespace).create();
    // else the request may be seen before the stop is
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(get("/metrics").body()).contains("halligan_leader 1"));
    create("second-request.yaml", RecoveryRequest.class);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              assertThat(find(RecoveryRequest.class, "second").getMetadata().getFinalizers())
                  .containsExactly(Finalizer.NAME);
              assertThat(
                      condition(RecoveryRequest.class, "second", Conditions.STALLED)
                          .map(Condition::getReason))
                  .contains(Reasons.GLOBAL_STOP);
            });
  }

  private void awaitSucceeded(String request, String reason) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(
                        condition(RecoveryRequest.class, request, Conditions.SUCCEEDED)
                            .map(Condition::getReason))
                    .contains(reason));
  }

  private HalliganOperator operator(String identity) throws IOException {
    return HalliganOperator.start(
        asDeployed, new Settings(namespace, identity, 0), Clock.systemUTC(), () -> lost.set(true));
  }

  private void awaitReady(String cluster, String reason) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(ready(cluster).map(Condition::getReason)).contains(reason));
  }

  private Optional<Condition> ready(String cluster) {
    return condition(ProtectedCluster.class, cluster, Conditions.READY);
  }

  private Optional<Condition> condition(Class<?> kind, String name, String type) {
    List<Condition> conditions =
        kind == ProtectedCluster.class
            ? Optional.ofNullable(find(ProtectedCluster.class, name).getStatus())
                .map(s -> s.conditions())
                .orElse(null)
            : Optional.ofNullable(find(RecoveryRequest.class, name).getStatus())
                .map(s -> s.conditions())
                .orElse(null);
    return ConditionSet.of(conditions).get(type);
  }

  private <T extends HasMetadata> T find(Class<T> kind, String name) {
    return client.resources(kind).inNamespace(namespace).withName(name).get();
  }

  private <T extends HasMetadata> void create(String file, Class<T> kind) {
    client.resources(kind).inNamespace(namespace).load(resource(file)).create();
  }

  private void secret(String name, String file) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .addToStringData("kubeconfig", text(file))
                .build())
        .create();
  }

  private InputStream resource(String file) {
    return getClass().getResourceAsStream("/OperatorIT/" + file);
  }

  private String text(String file) {
    try (var in = resource(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int status(String path) {
    return get(path).statusCode();
  }

  private HttpResponse<String> get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + operator.port() + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
