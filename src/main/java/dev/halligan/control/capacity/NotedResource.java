package dev.halligan.control.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halligan.control.AdminLane;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A resource whose growth is noted on itself before it is made, or in the same patch. {@code words}
 * name it to a person.
 */
record NotedResource(
    AdminLane lane, String words, Function<KubernetesClient, Resource<?>> where, Way way) {

  /** How the change gets to the API server. */
  enum Way {
    /** Note and change in one patch, refused when somebody wrote in between. */
    ONE_PATCH,
    /** The note first, then the change through the pod's subresource {@code resize}. */
    RESIZE
  }

  /** What became of a growth that was to be taken back. */
  enum Shrunk {
    NOTHING_GROWN,
    TAKEN_BACK,
    KEPT_THEIRS
  }

  /** A value and the JSON pointer to where it is to stand. */
  record Change(String pointer, JsonNode value) {}

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final PatchContext JSON_PATCH =
      new PatchContext.Builder().withPatchType(PatchType.JSON).withFieldManager("halligan").build();
  private static final String ANNOTATIONS = "/metadata/annotations";
  private static final String NOTE = ANNOTATIONS + "/halligan.dev~1growth";

  /** As it is now; empty when it is gone. */
  Optional<JsonNode> read() {
    var found = lane.read("read " + words, c -> where.apply(c).get());
    return Optional.ofNullable(found).map(NotedResource::document);
  }

  static JsonNode document(Object resource) {
    return SERIALIZATION.convertValue(resource, JsonNode.class);
  }

  /** Makes the changes, starting from how it was before an earlier growth that still stands. */
  void grow(JsonNode document, List<Change> changes, Terms terms) {
    var earlier = GrowthNote.on(document).filter(note -> note.isOurs(document));
    var draft = draft(document);
    var operations = new ArrayList<JsonNode>();
    earlier.ifPresent(note -> operations.addAll(note.undo(draft)));
    var edits = new ArrayList<Edit>();
    for (var change : changes) {
      var edit = Edit.of(draft, change.pointer(), change.value());
      edits.add(edit.over(document));
      operations.add(edit.make(draft));
    }
    var first = earlier.map(note -> note.terms().from()).orElse(terms.from());
    write(document, GrowthNote.of(edits, terms.growingFrom(first)), operations);
  }

  /** A copy that already has the object into which the note goes. */
  private static JsonNode draft(JsonNode document) {
    ObjectNode draft = document.deepCopy();
    draft.withObject(ANNOTATIONS);
    return draft;
  }

  /** Makes a change again that its note announced and that never came. */
  void remake(JsonNode document, GrowthNote note) {
    var draft = draft(document);
    var operations = new ArrayList<JsonNode>();
    note.edits().forEach(edit -> operations.add(edit.make(draft)));
    write(document, note, operations);
  }

  /** Takes the growth back and notes that it did, so that it is not tried again by itself. */
  void putBack(JsonNode document, GrowthNote note) {
    write(document, note.markedPutBack(), note.undo(document.deepCopy()));
  }

  /** Takes the growth back, but nothing that somebody else has changed since. */
  Shrunk shrink(JsonNode document) {
    var note = GrowthNote.on(document);
    if (note.isEmpty()) {
      return Shrunk.NOTHING_GROWN;
    }
    var operations = note.get().undo(document.deepCopy());
    write(document, null, operations);
    if (note.get().othersChanged(document)) {
      return Shrunk.KEPT_THEIRS;
    }
    return operations.isEmpty() ? Shrunk.NOTHING_GROWN : Shrunk.TAKEN_BACK;
  }

  private void write(JsonNode document, GrowthNote note, List<JsonNode> changes) {
    var noting = noting(document, note);
    switch (way) {
      case ONE_PATCH -> {
        var all = new ArrayList<JsonNode>();
        all.add(unlessChanged(document));
        all.addAll(noting);
        all.addAll(changes);
        patch("change " + words, where, all);
      }
      case RESIZE -> {
        if (note != null) {
          patch("note the growth of " + words, where, noting);
        }
        resize(changes);
        if (note == null) {
          patch("forget the growth of " + words, where, noting);
        }
      }
    }
  }

  private void resize(List<JsonNode> changes) {
    if (!changes.isEmpty()) {
      var patch = JSON.arrayNode().addAll(changes).toString();
      lane.write(
          "resize " + words, c -> where.apply(c).subresource("resize").patch(JSON_PATCH, patch));
    }
  }

  private void patch(
      String what, Function<KubernetesClient, Resource<?>> target, List<JsonNode> operations) {
    var patch = JSON.arrayNode().addAll(operations).toString();
    lane.write(what, c -> target.apply(c).patch(JSON_PATCH, patch));
  }

  private static List<JsonNode> noting(JsonNode document, GrowthNote note) {
    var annotations = document.at(ANNOTATIONS);
    var operations = new ArrayList<JsonNode>();
    if (!annotations.isObject() && note != null) {
      operations.add(operation("add", ANNOTATIONS).<JsonNode>set("value", JSON.objectNode()));
    }
    if (note != null) {
      operations.add(operation("add", NOTE).put("value", note.text()));
    } else if (annotations.has(GrowthNote.ANNOTATION)) {
      operations.add(operation("remove", NOTE));
    }
    return operations;
  }

  /** The server compares it with its own and answers 409 when somebody wrote in between. */
  private static ObjectNode unlessChanged(JsonNode document) {
    var version = document.at("/metadata/resourceVersion").asText();
    return operation("replace", "/metadata/resourceVersion").put("value", version);
  }

  private static ObjectNode operation(String word, String path) {
    return JSON.objectNode().put("op", word).put("path", path);
  }
}
