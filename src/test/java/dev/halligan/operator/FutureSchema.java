package dev.halligan.operator;

import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.Consumer;

/** Gives the API server a later schema of ProtectedCluster for the length of a test. */
final class FutureSchema implements AutoCloseable {
  private static final String CRD = "protectedclusters.halligan.dev";

  private final KubernetesClient client;

  private FutureSchema(KubernetesClient client) {
    this.client = client;
  }

  static FutureSchema install(KubernetesClient client) {
    var schema = new FutureSchema(client);
    schema.edit(
        spec -> {
          spec.setXKubernetesPreserveUnknownFields(true);
          spec.getProperties().get("mode").getEnum().add(new TextNode("Clairvoyant"));
        });
    return schema;
  }

  @Override
  public void close() {
    edit(
        spec -> {
          spec.setXKubernetesPreserveUnknownFields(null);
          spec.getProperties()
              .get("mode")
              .getEnum()
              .removeIf(e -> e.asText().equals("Clairvoyant"));
        });
  }

  private void edit(Consumer<JSONSchemaProps> change) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(CRD)
        .edit(
            crd -> {
              CustomResourceDefinition next = new CustomResourceDefinitionBuilder(crd).build();
              change.accept(
                  next.getSpec()
                      .getVersions()
                      .getFirst()
                      .getSchema()
                      .getOpenAPIV3Schema()
                      .getProperties()
                      .get("spec"));
              return next;
            });
  }
}
