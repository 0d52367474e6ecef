package dev.halligan.e2e.fleet.played;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** An object of a played cluster in the making. */
record Manifest(ObjectNode json) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** {@code namespace} is empty where there is none. */
  static Manifest of(String version, String kind, String namespace, String name, Instant created) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", version).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", name).put("generation", 1);
    metadata.put("uid", uid(kind, namespace, name));
    metadata.put("creationTimestamp", created.truncatedTo(ChronoUnit.SECONDS).toString());
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    return new Manifest(object);
  }

  /** The same with these fields of JSON merged in. */
  Manifest with(String fields) {
    try {
      PlayedObjects.merge(json, JSON.readTree(fields));
      return this;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(fields + " is not valid JSON", e);
    }
  }

  /** Its controller, in the same namespace. */
  Manifest ownedBy(String kind, String name) {
    json.withObject("/metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "apps/v1")
        .put("kind", kind)
        .put("name", name)
        .put("uid", uid(kind, PlayedObjects.namespace(json), name))
        .put("controller", true);
    return this;
  }

  private static String uid(String kind, String namespace, String name) {
    String all = String.join("/", kind, namespace, name);
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
