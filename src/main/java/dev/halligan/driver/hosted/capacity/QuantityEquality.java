package dev.halligan.driver.hosted.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.regex.Pattern;

/** Whether two values are equal as quantities: an API server returns 1000m as 1. */
final class QuantityEquality {
  private static final Pattern QUANTITY =
      Pattern.compile("[0-9]+(\\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?");

  private QuantityEquality() {}

  /** Null means no value. */
  static boolean of(JsonNode one, JsonNode other) {
    if (one == null || other == null) {
      return one == other;
    }
    if (one.isContainerNode() || other.isContainerNode()) {
      return sameMembers(one, other);
    }
    return sameText(one.asText(), other.asText());
  }

  private static boolean sameMembers(JsonNode one, JsonNode other) {
    if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
      return false;
    }
    if (one.isArray()) {
      return one.equals(other);
    }
    return one.properties().stream().allMatch(e -> of(e.getValue(), other.get(e.getKey())));
  }

  private static boolean sameText(String one, String other) {
    return one.equals(other)
        || QUANTITY.matcher(one).matches()
            && QUANTITY.matcher(other).matches()
            && Quantity.parse(one).equals(Quantity.parse(other));
  }
}
