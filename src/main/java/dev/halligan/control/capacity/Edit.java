package dev.halligan.control.capacity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One value that is changed in a resource: where it stands as a JSON pointer, what stood there
 * (null where nothing did), what is put there, and the uppermost of the objects above it that had
 * to be made for it (null where none had to). {@code meanwhile} is what an earlier growth had put
 * there (null without one): it stands until this change follows its note.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Edit(String at, JsonNode before, JsonNode meanwhile, JsonNode after, String made) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  Edit {
    before = orNull(before);
    meanwhile = orNull(meanwhile);
  }

  static Edit of(JsonNode document, String pointer, JsonNode value) {
    var at = JsonPointer.compile(pointer);
    var place = place(document, at);
    var made = place.equals(at) ? null : place.toString();
    return new Edit(pointer, document.at(at), null, value, made);
  }

  /** The same where {@code document} still has what an earlier growth put there. */
  Edit over(JsonNode document) {
    return isUndone(document) ? this : new Edit(at, before, now(document), after, made);
  }

  /** The pointer itself, or the uppermost object above it that is not there. */
  private static JsonPointer place(JsonNode document, JsonPointer at) {
    var place = at;
    while (orNull(document.at(place.head())) == null) {
      place = place.head();
    }
    return place;
  }

  /** Whether what was put there stands there still. */
  boolean stands(JsonNode document) {
    return SameValue.of(now(document), after);
  }

  /** Whether it is as it was. */
  boolean isUndone(JsonNode document) {
    return SameValue.of(now(document), before);
  }

  /** Whether what the earlier growth had put there stands there still. */
  boolean isMeanwhile(JsonNode document) {
    return meanwhile != null && SameValue.of(now(document), meanwhile);
  }

  /** Whether nobody else has changed it since a growth did. */
  boolean isOurs(JsonNode document) {
    return stands(document) || isMeanwhile(document);
  }

  boolean changesAnything() {
    return !SameValue.of(before, after);
  }

  /** Makes the change in {@code document}, and returns it as an operation of a JSON patch. */
  ObjectNode make(JsonNode document) {
    var at = JsonPointer.compile(this.at);
    var place = place(document, at);
    var value = after;
    for (var step = at; !step.equals(place); step = step.head()) {
      value = JSON.objectNode().set(name(step), value);
    }
    return put(document, place, value);
  }

  /** Takes the change back in {@code document}, and returns that operation. */
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

  /** With the objects that were made for it, as far as nobody else has put anything into them. */
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
