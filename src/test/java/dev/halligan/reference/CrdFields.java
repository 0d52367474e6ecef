package dev.halligan.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The fields of a custom resource, from its definition. */
final class CrdFields {
  private final List<String> rows = new ArrayList<>();

  private CrdFields() {}

  /** A Markdown table of everything under {@code part}, spec or status, depth first. */
  static String table(Path crd, String part) throws IOException {
    JsonNode schema =
        new YAMLMapper()
            .readTree(crd.toFile())
            .at("/spec/versions/0/schema/openAPIV3Schema/properties/" + part);
    var fields = new CrdFields();
    fields.walk(part, schema);
    return "| field | type | meaning |\n|---|---|---|\n" + String.join("\n", fields.rows);
  }

  private void walk(String path, JsonNode schema) {
    JsonNode inside = schema.path("type").asText().equals("array") ? schema.path("items") : schema;
    String at = inside == schema ? path : path + "[]";
    List<String> required = words(inside.path("required"));
    inside
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String name = at + "." + field.getKey();
              rows.add(row(name, field.getValue(), required.contains(field.getKey())));
              walk(name, field.getValue());
            });
  }

  private static String row(String name, JsonNode schema, boolean required) {
    String limits =
        values(schema) + (schema.has("default") ? " Default: `%s`.".formatted(text(schema)) : "");
    return "| `%s` | %s | %s |"
        .formatted(
            name,
            type(schema) + (required ? ", required" : ""),
            (Markdown.cell(schema.path("description").asText()) + limits).strip());
  }

  private static String text(JsonNode schema) {
    JsonNode value = schema.path("default");
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private static String values(JsonNode schema) {
    return schema.has("enum")
        ? words(schema.path("enum")).stream().collect(Collectors.joining("`, `", " One of `", "`."))
        : "";
  }

  private static String type(JsonNode schema) {
    String type = schema.path("type").asText("any");
    return type.equals("array")
        ? "list of " + schema.path("items").path("type").asText("any")
        : type;
  }

  private static List<String> words(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
