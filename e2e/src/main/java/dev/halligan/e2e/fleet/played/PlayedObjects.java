package dev.halligan.e2e.fleet.played;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The objects of one played cluster, by resource, namespace and name. */
final class PlayedObjects {
  private final Map<String, Map<String, ObjectNode>> byResource = new TreeMap<>();
  private long version;

  synchronized void put(String resource, ObjectNode object) {
    touch(object);
    byResource.computeIfAbsent(resource, _ -> new TreeMap<>()).put(key(object), object);
  }

  /** A copy. */
  synchronized Optional<ObjectNode> get(ResourcePath path) {
    return Optional.ofNullable(of(path.resource()).get(path.namespace() + "/" + path.name()))
        .map(ObjectNode::deepCopy);
  }

  /** Copies of all in the path's namespace that are wanted. */
  synchronized List<ObjectNode> list(ResourcePath path, Predicate<JsonNode> wanted) {
    return of(path.resource()).values().stream()
        .filter(o -> path.namespace().isEmpty() || path.namespace().equals(namespace(o)))
        .filter(wanted)
        .map(ObjectNode::deepCopy)
        .toList();
  }

  synchronized boolean remove(ResourcePath path) {
    return of(path.resource()).remove(path.namespace() + "/" + path.name()) != null;
  }

  synchronized void removeIf(String resource, Predicate<JsonNode> which) {
    of(resource).values().removeIf(which);
  }

  /** Changes those that are wanted; returns how many. */
  synchronized int change(ResourcePath path, Predicate<JsonNode> wanted, Consumer<ObjectNode> how) {
    var all =
        of(path.resource()).values().stream()
            .filter(o -> path.namespace().isEmpty() || path.namespace().equals(namespace(o)))
            .filter(o -> path.isCollection() || path.name().equals(name(o)))
            .filter(wanted)
            .toList();
    all.forEach(how.andThen(this::touch));
    return all.size();
  }

  synchronized boolean any(String resource, Predicate<JsonNode> which) {
    return of(resource).values().stream().anyMatch(which);
  }

  private Map<String, ObjectNode> of(String resource) {
    return byResource.getOrDefault(resource, new TreeMap<>());
  }

  private void touch(ObjectNode object) {
    object.withObject("/metadata").put("resourceVersion", String.valueOf(++version));
  }

  /** RFC 7396. */
  static void merge(ObjectNode into, JsonNode patch) {
    patch
        .properties()
        .forEach(
            field -> {
              JsonNode value = field.getValue();
              if (value.isNull()) {
                into.remove(field.getKey());
              } else if (value.isObject() && into.get(field.getKey()) instanceof ObjectNode below) {
                merge(below, value);
              } else if (value.isObject()) {
                ObjectNode made = JsonNodeFactory.instance.objectNode();
                merge(made, value);
                into.set(field.getKey(), made);
              } else {
                into.set(field.getKey(), value);
              }
            });
  }

  static String name(JsonNode object) {
    return object.path("metadata").path("name").asText();
  }

  static String namespace(JsonNode object) {
    return object.path("metadata").path("namespace").asText("");
  }

  private static String key(JsonNode object) {
    return namespace(object) + "/" + name(object);
  }
}
