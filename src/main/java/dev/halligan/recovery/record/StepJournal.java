package dev.halligan.recovery.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.control.ControlFailure;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The journal of a step: one JSON object, whose parts are records of Java. Each action has its own;
 * what no part says is null, empty, zero or false. Pure.
 */
public final class StepJournal {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.ALWAYS))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private StepJournal() {}

  /** The parts of a journal. */
  public enum Part {
    /** What undoes the step; stored before its first act, and all that its undo gets. */
    UNDO,

    /** How far the step is. */
    PROGRESS,

    /** What the step found or did. */
    RESULT,

    /** What the engine keeps of every step: {@link StepNotes}. */
    NOTES;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A part as its record; one without anything in it if the journal does not have the part.
   *
   * @throws ControlFailure INTERNAL if the part is not of this form
   */
  public static <T extends Record> T read(Step step, Part part, Class<T> form) {
    JsonNode node = node(step, part).orElseGet(JsonNodeFactory.instance::objectNode);
    if (!node.isObject()) {
      throw unreadable(step, part, null); // Jackson would read null as no record at all
    }
    try {
      return JSON.treeToValue(node, form);
    } catch (JsonProcessingException e) {
      throw unreadable(step, part, e);
    }
  }

  private static ControlFailure unreadable(Step step, Part part, JsonProcessingException e) {
    return new ControlFailure(
        ControlFailure.Reason.INTERNAL,
        "the journal of step %s is not readable: %s is %s"
            .formatted(step.name(), part.key(), node(step, part).orElseThrow()),
        "Restore by hand what step %s changed, then skip the step that needs it"
            .formatted(step.name()),
        e);
  }

  /** The step with this part replaced. */
  public static Step write(Step step, Part part, Record value) {
    return with(step, part, tree(value));
  }

  static JsonNode tree(Record value) {
    return JSON.valueToTree(value);
  }

  /** What has nothing in it is left out, but for the undo: that nothing undoes it is known then. */
  static Step with(Step step, Part part, JsonNode value) {
    if (hasNothing(value) && part != Part.UNDO) {
      return without(step, part);
    }
    Map<String, JsonNode> journal = copy(step);
    journal.put(part.key(), value);
    return step.withJournal(Collections.unmodifiableMap(journal));
  }

  static Step without(Step step, Part part) {
    if (node(step, part).isEmpty()) {
      return step;
    }
    Map<String, JsonNode> journal = copy(step);
    journal.remove(part.key());
    return step.withJournal(Collections.unmodifiableMap(journal));
  }

  private static Map<String, JsonNode> copy(Step step) {
    return step.journal() == null ? new TreeMap<>() : new TreeMap<>(step.journal());
  }

  /** The part as it is stored. */
  public static Optional<JsonNode> node(Step step, Part part) {
    return Optional.ofNullable(step.journal()).map(journal -> journal.get(part.key()));
  }

  /** Whether what undoes the step is stored, even if that is nothing. */
  public static boolean isPrepared(Step step) {
    return node(step, Part.UNDO).isPresent();
  }

  /** Whether there may be something to undo; also where that is not readable. */
  public static boolean isUndoable(Step step) {
    return node(step, Part.UNDO).filter(undo -> !hasNothing(undo)).isPresent();
  }

  /** Text has no entries either, but says something that cannot be read. */
  private static boolean hasNothing(JsonNode value) {
    return value.isObject() && value.isEmpty();
  }
}
