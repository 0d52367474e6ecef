package dev.halligan.control.capacity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halligan.control.capacity.ApiServerCapacity.Size;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of a growth, in an annotation of what was grown, so that whoever comes after a
 * crash can go on or take it back.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GrowthNote(List<Edit> edits, Terms terms, boolean putBack) {
  static final String ANNOTATION = "halligan.dev/growth";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  GrowthNote {
    edits = List.copyOf(edits);
  }

  static GrowthNote of(List<Edit> edits, Terms terms) {
    return new GrowthNote(edits, terms, false);
  }

  /** The note on a resource; empty when there is none that can be read. */
  static Optional<GrowthNote> on(JsonNode document) {
    var text = document.path("metadata").path("annotations").path(ANNOTATION).asText("");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(read(text));
    } catch (JsonProcessingException | DateTimeException notOurs) {
      return Optional.empty();
    }
  }

  private static GrowthNote read(String text) throws JsonProcessingException {
    var note = MAPPER.readValue(text, GrowthNote.class);
    note.terms().check();
    return note;
  }

  String text() {
    try {
      return MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a note that is no JSON", e);
    }
  }

  GrowthNote markedPutBack() {
    return new GrowthNote(edits, terms, true);
  }

  /** Whether the growth stands as it was made. */
  boolean stands(JsonNode document) {
    return !putBack && edits.stream().allMatch(e -> e.stands(document));
  }

  /** Whether it stands as it was made, or an earlier growth still does where this was noted. */
  boolean isOurs(JsonNode document) {
    return !putBack && edits.stream().allMatch(e -> e.isOurs(document));
  }

  /** Whether nothing of it stands: the act never followed the note, or was taken back. */
  boolean isUndone(JsonNode document) {
    return edits.stream().allMatch(e -> e.isUndone(document) || e.isMeanwhile(document));
  }

  /** Whether exactly this growth stands, and still has time to arrive. */
  boolean isUnderWay(JsonNode document, Size to, Instant now) {
    return stands(document) && terms.to().equals(to) && !terms.areOverdue(now);
  }

  /**
   * Takes back, last first, what nobody else has changed, in {@code document}; returns the
   * operations.
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

  /** True when somebody changed meanwhile what we had changed. */
  boolean othersChanged(JsonNode document) {
    return edits.stream().anyMatch(e -> !e.isOurs(document) && !e.isUndone(document));
  }
}
