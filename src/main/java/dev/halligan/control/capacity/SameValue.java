package dev.halligan.control.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.regex.Pattern;

/** Whether two values mean the same: an API server writes 1000m back as 1. */
final class SameValue {
  private static final Pattern QUANTITY =
      Pattern.compile("[0-9]+(\\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?");

  private SameValue() {}

  /** Null is nothing there. */
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
