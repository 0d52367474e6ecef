package dev.halligan.driver.hosted.capacity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halligan.control.ApiServerCapacity.Size;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of a growth, in an annotation of what was grown, so that the next leader can continue
 * or revert it after a crash.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GrowthAnnotation(List<FieldChange> edits, GrowthSpec terms, boolean putBack) {
  /** On a grown pod or owner: the resources before, for undoing. */
  static final String ANNOTATION = "halligan.dev/growth";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  GrowthAnnotation {
    edits = List.copyOf(edits);
  }

  static GrowthAnnotation of(List<FieldChange> edits, GrowthSpec terms) {
    return new GrowthAnnotation(edits, terms, false);
  }

  /** The annotation of a resource; empty if there is none that can be read. */
  static Optional<GrowthAnnotation> on(JsonNode document) {
    var text = document.path("metadata").path("annotations").path(ANNOTATION).asText("");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(read(text));
    } catch (JsonProcessingException | DateTimeException notOurs) {
      return Optional.empty();
    }
  }

  private static GrowthAnnotation read(String text) throws JsonProcessingException {
    var note = MAPPER.readValue(text, GrowthAnnotation.class);
    note.terms().check();
    return note;
  }

  String text() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the growth annotation cannot be serialized", e);
    }
  }

  GrowthAnnotation markedPutBack() {
    return new GrowthAnnotation(edits, terms, true);
  }

  /** Whether the growth is in place unchanged. */
  boolean stands(JsonNode document) {
    return !putBack && edits.stream().allMatch(e -> e.stands(document));
  }

  /** Whether it is in place unchanged, or announced while an earlier growth is still in place. */
  boolean isOurs(JsonNode document) {
    return !putBack && edits.stream().allMatch(e -> e.isOurs(document));
  }

  /** Whether nothing of it is in place: it was announced but never made, or reverted. */
  boolean isUndone(JsonNode document) {
    return edits.stream().allMatch(e -> e.isUndone(document) || e.isMeanwhile(document));
  }

  /** Whether exactly this growth is in place and still within its deadline. */
  boolean isUnderWay(JsonNode document, Size to, Instant now) {
    return stands(document) && terms.to().equals(to) && !terms.areOverdue(now);
  }

  /**
   * Reverts, last first, what nobody else has changed in {@code document}; returns the operations.
   */
  List<JsonNode> undo(JsonNode document) {
    var operations = new ArrayList<JsonNode>();
    for (var edit : edits.reversed()) {
      if (edit.changesAnything() && edit.isOurs(document)) {
        operations.add(edit.undo(document));
      }
    }
    return operations;
  }

  /** Whether someone else has changed a value that we had changed. */
  boolean othersChanged(JsonNode document) {
    return edits.stream().anyMatch(e -> !e.isOurs(document) && !e.isUndone(document));
  }
}
