package dev.halligan.driver.hosted.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halligan.control.GuardedClient;
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
 * A resource that carries an annotation of its growth, written before the change or in the same
 * patch. {@code name} is what people call it.
 */
record AnnotatedResource(
    GuardedClient lane,
    String name,
    Function<KubernetesClient, Resource<?>> where,
    PatchStrategy way) {

  /** How the change is sent to the API server. */
  enum PatchStrategy {
    /** Annotation and change in one patch, refused if someone wrote in between. */
    ONE_PATCH,
    /** First the annotation, then the change through the pod's subresource {@code resize}. */
    RESIZE
  }

  /** The result of reverting a growth. */
  enum Shrunk {
    NOTHING_GROWN,
    TAKEN_BACK,
    KEPT_THEIRS
  }

  /** A value and the JSON pointer to its place. */
  record Change(String pointer, JsonNode value) {}

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
  private static final PatchContext JSON_PATCH =
      new PatchContext.Builder().withPatchType(PatchType.JSON).withFieldManager("halligan").build();
  private static final String ANNOTATIONS = "/metadata/annotations";
  private static final String NOTE = ANNOTATIONS + "/halligan.dev~1growth";

  /** Its current state; empty if it is gone. */
  Optional<JsonNode> read() {
    var found = lane.read("read " + name, c -> where.apply(c).get());
    return Optional.ofNullable(found).map(AnnotatedResource::document);
  }

  static JsonNode document(Object resource) {
    return SERIALIZATION.convertValue(resource, JsonNode.class);
  }

  /** Makes the changes, starting from its state before an earlier growth that is still in place. */
  void grow(JsonNode document, List<Change> changes, GrowthSpec terms) {
    var earlier = GrowthAnnotation.on(document).filter(note -> note.isOurs(document));
    var draft = draft(document);
    var operations = new ArrayList<JsonNode>();
    earlier.ifPresent(note -> operations.addAll(note.undo(draft)));
    var edits = new ArrayList<FieldChange>();
    for (var change : changes) {
      var edit = FieldChange.of(draft, change.pointer(), change.value());
      edits.add(edit.over(document));
      operations.add(edit.make(draft));
    }
    var first = earlier.map(note -> note.terms().from()).orElse(terms.from());
    write(document, GrowthAnnotation.of(edits, terms.growingFrom(first)), operations);
  }

  /** A copy that has an object for annotations. */
  private static JsonNode draft(JsonNode document) {
    ObjectNode draft = document.deepCopy();
    draft.withObject(ANNOTATIONS);
    return draft;
  }

  /** Makes a change that its annotation announced but that was never made. */
  void remake(JsonNode document, GrowthAnnotation note) {
    var draft = draft(document);
    var operations = new ArrayList<JsonNode>();
    note.edits().forEach(edit -> operations.add(edit.make(draft)));
    write(document, note, operations);
  }

  /** Reverts the growth and records that, so that it is not retried automatically. */
  void putBack(JsonNode document, GrowthAnnotation note) {
    write(document, note.markedPutBack(), note.undo(document.deepCopy()));
  }

  /** Reverts the growth, except for what someone else has changed since. */
  Shrunk shrink(JsonNode document) {
    var note = GrowthAnnotation.on(document);
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

  private void write(JsonNode document, GrowthAnnotation note, List<JsonNode> changes) {
    var noting = noting(document, note);
    switch (way) {
      case ONE_PATCH -> {
        var all = new ArrayList<JsonNode>();
        all.add(unlessChanged(document));
        all.addAll(noting);
        all.addAll(changes);
        patch("change " + name, where, all);
      }
      case RESIZE -> {
        if (note != null) {
          patch("annotate " + name + " with its growth", where, noting);
        }
        resize(changes);
        if (note == null) {
          patch("remove the growth annotation of " + name, where, noting);
        }
      }
    }
  }

  private void resize(List<JsonNode> changes) {
    if (!changes.isEmpty()) {
      var patch = JSON.arrayNode().addAll(changes).toString();
      lane.write(
          "resize " + name, c -> where.apply(c).subresource("resize").patch(JSON_PATCH, patch));
    }
  }

  private void patch(
      String what, Function<KubernetesClient, Resource<?>> target, List<JsonNode> operations) {
    var patch = JSON.arrayNode().addAll(operations).toString();
    lane.write(what, c -> target.apply(c).patch(JSON_PATCH, patch));
  }

  private static List<JsonNode> noting(JsonNode document, GrowthAnnotation note) {
    var annotations = document.at(ANNOTATIONS);
    var operations = new ArrayList<JsonNode>();
    if (!annotations.isObject() && note != null) {
      operations.add(operation("add", ANNOTATIONS).<JsonNode>set("value", JSON.objectNode()));
    }
    if (note != null) {
      operations.add(operation("add", NOTE).put("value", note.text()));
    } else if (annotations.has(GrowthAnnotation.ANNOTATION)) {
      operations.add(operation("remove", NOTE));
    }
    return operations;
  }

  /** The server compares it with its own version and answers 409 if someone wrote in between. */
  private static ObjectNode unlessChanged(JsonNode document) {
    var version = document.at("/metadata/resourceVersion").asText();
    return operation("replace", "/metadata/resourceVersion").put("value", version);
  }

  private static ObjectNode operation(String word, String path) {
    return JSON.objectNode().put("op", word).put("path", path);
  }
}
