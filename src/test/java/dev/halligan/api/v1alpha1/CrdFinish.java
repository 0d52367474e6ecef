package dev.halligan.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Adds to a generated CRD what no annotation can say. */
final class CrdFinish implements CRDPostProcessor {

  private static final Map<String, Class<?>> TYPES =
      Map.of(
          "ProtectedCluster", ProtectedCluster.class,
          "RecoveryPlaybook", RecoveryPlaybook.class,
          "RecoveryRequest", RecoveryRequest.class);

  private static final Map<String, String> DESCRIPTIONS =
      Map.of(
          "ProtectedCluster",
          "A cluster that Halligan protects, and how to reach it when its API does not answer.",
          "RecoveryPlaybook",
          "The ordered steps of a recovery.",
          "RecoveryRequest",
          "One recovery, requested by a person or by automation; its status is the record of it.");

  @Override
  public HasMetadata process(HasMetadata generated, String crdVersion) {
    if (generated instanceof CustomResourceDefinition crd) {
      String kind = crd.getSpec().getNames().getKind();
      for (CustomResourceDefinitionVersion version : crd.getSpec().getVersions()) {
        orderColumnsAsDeclared(kind, version.getAdditionalPrinterColumns());
        finish(kind, version.getSchema().getOpenAPIV3Schema());
      }
    }
    return generated;
  }

  /** The generator sorts columns by their path; a person reads them in the order of the class. */
  private static void orderColumnsAsDeclared(
      String kind, List<CustomResourceColumnDefinition> columns) {
    List<String> names =
        Stream.of(TYPES.get(kind).getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
    columns.sort(Comparator.comparingInt(column -> names.indexOf(column.getName())));
  }

  private static void finish(String kind, JSONSchemaProps root) {
    root.setDescription(DESCRIPTIONS.get(kind));
    root.setRequired(List.of("spec"));
    switch (kind) {
      case "ProtectedCluster" -> {
        finishStatus(at(root, "status"));
        keyedBy("name", at(root, "spec", "access", "endpoints"));
      }
      case "RecoveryRequest" -> finishStatus(at(root, "status"));
      default -> root.getProperties().remove("status");
    }
  }

  /** Only Halligan writes status, and no rule may keep it from recording what it did. */
  private static void finishStatus(JSONSchemaProps status) {
    dropRules(status);
    keyedBy("type", at(status, "conditions"));
  }

  private static JSONSchemaProps at(JSONSchemaProps schema, String... path) {
    for (String name : path) {
      schema = schema.getProperties().get(name);
    }
    return schema;
  }

  private static void keyedBy(String key, JSONSchemaProps list) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(key));
    list.getItems()
        .getSchema()
        .setRequired(
            Stream.concat(Stream.of(key), list.getItems().getSchema().getRequired().stream())
                .distinct()
                .sorted()
                .toList());
  }

  private static void dropRules(JSONSchemaProps schema) {
    schema.setXKubernetesValidations(null);
    schema.getProperties().values().forEach(CrdFinish::dropRules);
    if (schema.getItems() != null) {
      dropRules(schema.getItems().getSchema());
    }
  }
}
