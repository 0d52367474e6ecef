package dev.halligan.driver.hosted.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.driver.hosted.capacity.AnnotatedResource.Change;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes that raise a ResourceRequirements, each value separately: a value that a person
 * changes meanwhile stays, and the others are reverted.
 */
final class ResourceChanges {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> GROW = List.of(Resources.CPU, Resources.MEMORY);

  private ResourceChanges() {}

  /** The resources at the pointer; none means no limits. */
  static Resources resourcesAt(JsonNode document, String pointer) {
    var node = document.at(pointer);
    return new Resources(quantities(node.path("limits")), quantities(node.path("requests")));
  }

  private static Map<String, Quantity> quantities(JsonNode amounts) {
    var read = new HashMap<String, Quantity>();
    amounts.properties().forEach(e -> read.put(e.getKey(), new Quantity(e.getValue().asText())));
    return read;
  }

  /** From {@code now} to {@code to}; limits that are high enough stay. */
  static List<Change> changes(String pointer, Resources now, Size to) {
    var grown = now.grownTo(to);
    var changes = new ArrayList<Change>();
    collect(pointer + "/limits/", now.limits(), grown.limits(), changes);
    collect(pointer + "/requests/", now.requests(), grown.requests(), changes);
    return changes;
  }

  private static void collect(
      String pointer,
      Map<String, Quantity> now,
      Map<String, Quantity> grown,
      List<Change> changes) {
    GROW.stream()
        .filter(what -> grown.containsKey(what) && !grown.get(what).equals(now.get(what)))
        .map(what -> new Change(pointer + what, JSON.textNode(grown.get(what).toString())))
        .forEach(changes::add);
  }
}
