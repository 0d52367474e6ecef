package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.operator.runtime.Settings;
import dev.halligan.status.ConditionSet;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.CaseFolders;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
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
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole operator against a real API server, with the rights that it is delivered with. */
@ExtendWith(WithApiServer.class)
abstract class OperatorCase {
  static final Duration TIMEOUT = Duration.ofSeconds(60);

  final AtomicBoolean lost = new AtomicBoolean();
  String namespace;
  KubernetesClient client;
  KubernetesClient asDeployed;
  HalliganOperator operator;

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

  void awaitSucceeded(String request, String reason) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(
                        condition(RecoveryRequest.class, request, Conditions.SUCCEEDED)
                            .map(Condition::getReason))
                    .contains(reason));
  }

  HalliganOperator operator(String identity) throws IOException {
    return HalliganOperator.start(
        asDeployed, new Settings(namespace, identity, 0), Clock.systemUTC(), () -> lost.set(true));
  }

  void awaitReady(String cluster, String reason) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(ready(cluster).map(Condition::getReason)).contains(reason));
  }

  Optional<Condition> ready(String cluster) {
    return condition(ProtectedCluster.class, cluster, Conditions.READY);
  }

  Optional<Condition> condition(Class<?> kind, String name, String type) {
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

  <T extends HasMetadata> T find(Class<T> kind, String name) {
    return client.resources(kind).inNamespace(namespace).withName(name).get();
  }

  <T extends HasMetadata> void create(String file, Class<T> kind) {
    client.resources(kind).inNamespace(namespace).load(resource(file)).create();
  }

  void secret(String name, String file) {
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

  InputStream resource(String file) {
    return new ByteArrayInputStream(text(file).getBytes(StandardCharsets.UTF_8));
  }

  String text(String file) {
    return CaseFolders.of(OperatorIT.class).own().text(file);
  }

  int status(String path) {
    return get(path).statusCode();
  }

  HttpResponse<String> get(String path) {
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
