package dev.halligan.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody installed the CRDs of a later version: this version must go on reading. */
@ExtendWith(WithApiServer.class)
class FromTheFutureIT {

  private static final String CRD = "recoveryplaybooks.halligan.dev";
  private static final String LATER =
      """
      apiVersion: halligan.dev/v1alpha1
      kind: RecoveryPlaybook
      metadata: {name: later}
      spec:
        moon: full
        steps:
        - {name: isolate, action: Isolate, wisdom: 7, isolate: {ttl: 30s, colour: red}}
        - {name: ask, action: AskTheOracle}
      """;

  private final KubernetesClient client;
  private final String namespace;
  private CustomResourceDefinition present;

  FromTheFutureIT(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
  }

  @BeforeEach
  void keepThePresent() {
    present = client.apiextensions().v1().customResourceDefinitions().withName(CRD).get();
  }

  @AfterEach
  void bringBackThePresent() {
    client.resources(RecoveryPlaybook.class).inNamespace(namespace).delete();
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(CRD)
        .edit(
            crd -> {
              crd.setSpec(present.getSpec());
              return crd;
            });
    await().atMost(Duration.ofSeconds(30)).until(() -> !admits(LATER.replace("later", "again")));
  }

  @Test
  void anInformerGoesOnReading() {
    // Given a schema that knows more, and a resource that uses it
    client.apiextensions().v1().customResourceDefinitions().withName(CRD).edit(this::loosened);
    await().atMost(Duration.ofSeconds(30)).until(() -> admits(LATER));
    client.load(stream(LATER)).inNamespace(namespace).create();
    // When
    try (SharedIndexInformer<RecoveryPlaybook> informer =
        client.resources(RecoveryPlaybook.class).inNamespace(namespace).inform()) {
      // Then it reads what it knows and passes over the rest
      assertThat(informer.getStore().list())
          .singleElement()
          .extracting(playbook -> playbook.getSpec().steps())
          .satisfies(
              steps ->
                  assertThat(steps)
                      .extracting(RecoveryPlaybookSpec.Step::action)
                      .containsExactly(ActionType.ISOLATE, null));
      // and still hears of what comes
      client.load(stream(LATER.replace("later", "later-still"))).inNamespace(namespace).create();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> informer.getStore().list().size() == 2 && informer.isRunning());
    }
  }

  private boolean admits(String yaml) {
    try {
      client
          .resource(yaml)
          .inNamespace(namespace)
          .dryRun()
          .fieldValidation(Validation.STRICT)
          .create();
      return true;
    } catch (KubernetesClientException refused) {
      return false;
    }
  }

  private CustomResourceDefinition loosened(CustomResourceDefinition crd) {
    JSONSchemaProps schema = new JSONSchemaProps();
    schema.setType("object");
    schema.setXKubernetesPreserveUnknownFields(true);
    crd.getSpec().getVersions().forEach(version -> version.getSchema().setOpenAPIV3Schema(schema));
    return crd;
  }

  private static InputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }
}
