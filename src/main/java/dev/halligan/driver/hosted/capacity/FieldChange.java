package dev.halligan.driver.hosted.capacity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The change of one value in a resource: its JSON pointer, the value before (null for none), the
 * value after, and the topmost parent object that had to be created for it (null if none). {@code
 * meanwhile} is the value of an earlier growth (null without one): it stays in place until this
 * change follows its annotation.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FieldChange(String at, JsonNode before, JsonNode meanwhile, JsonNode after, String made) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  FieldChange {
    before = orNull(before);
    meanwhile = orNull(meanwhile);
  }

  static FieldChange of(JsonNode document, String pointer, JsonNode value) {
    var at = JsonPointer.compile(pointer);
    var place = place(document, at);
    var made = place.equals(at) ? null : place.toString();
    return new FieldChange(pointer, document.at(at), null, value, made);
  }

  /** This change, with the value of an earlier growth if {@code document} still has it. */
  FieldChange over(JsonNode document) {
    return isUndone(document) ? this : new FieldChange(at, before, now(document), after, made);
  }

  /** The pointer itself, or its topmost parent that does not exist. */
  private static JsonPointer place(JsonNode document, JsonPointer at) {
    var place = at;
    while (orNull(document.at(place.head())) == null) {
      place = place.head();
    }
    return place;
  }

  /** Whether the new value is still in place. */
  boolean stands(JsonNode document) {
    return QuantityEquality.of(now(document), after);
  }

  /** Whether the former value is in place. */
  boolean isUndone(JsonNode document) {
    return QuantityEquality.of(now(document), before);
  }

  /** Whether the value of the earlier growth is still in place. */
  boolean isMeanwhile(JsonNode document) {
    return meanwhile != null && QuantityEquality.of(now(document), meanwhile);
  }

  /** Whether nobody else has changed it since a growth. */
  boolean isOurs(JsonNode document) {
    return stands(document) || isMeanwhile(document);
  }

  boolean changesAnything() {
    return !QuantityEquality.of(before, after);
  }

  /** Makes the change in {@code document} and returns it as a JSON patch operation. */
  ObjectNode make(JsonNode document) {
    var at = JsonPointer.compile(this.at);
    var place = place(document, at);
    var value = after;
    for (var step = at; !step.equals(place); step = step.head()) {
      value = JSON.objectNode().set(name(step), value);
    }
    return put(document, place, value);
  }

  /** Reverts the change in {@code document} and returns that operation. */
  ObjectNode undo(JsonNode document) {
    var at = JsonPointer.compile(this.at);
    return before == null ? remove(document, at) : put(document, at, before);
  }

  private static ObjectNode put(JsonNode document, JsonPointer place, JsonNode value) {
    var operation = orNull(document.at(place)) == null ? "add" : "replace";
    switch (document.at(place.head())) {
      case ObjectNode object -> object.set(name(place), value.deepCopy());
      case ArrayNode array -> array.set(place.last().getMatchingIndex(), value.deepCopy());
      default -> throw new IllegalStateException("nothing to change at " + place);
    }
    return operation(operation, place).set("value", value);
  }

  /** Also removes the objects created for it, unless someone else has added to them. */
  private ObjectNode remove(JsonNode document, JsonPointer at) {
    var place = at;
    while (made != null
        && !place.toString().equals(made)
        && document.at(place.head()).size() == 1) {
      place = place.head();
    }
    if (document.at(place.head()) instanceof ObjectNode object) {
      object.remove(name(place));
    }
    return operation("remove", place);
  }

  private static ObjectNode operation(String word, JsonPointer path) {
    return JSON.objectNode().put("op", word).put("path", path.toString());
  }

  private JsonNode now(JsonNode document) {
    return orNull(document.at(at));
  }

  private static String name(JsonPointer pointer) {
    return pointer.last().getMatchingProperty();
  }

  private static JsonNode orNull(JsonNode node) {
    return node == null || node.isMissingNode() || node.isNull() ? null : node;
  }
}
