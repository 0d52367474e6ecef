package dev.halligan.recovery.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.recovery.record.StepJournal.Part;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The times in a step's journal, whichever action wrote them. Pure. */
public final class JournalTimes {
  private static final List<Part> WITH_TIMES = List.of(Part.PROGRESS, Part.NOTES);

  private JournalTimes() {}

  /** Every text in the journal that may be a time. */
  public static Stream<String> of(Step step) {
    return WITH_TIMES.stream()
        .flatMap(part -> StepJournal.node(step, part).stream())
        .flatMap(JournalTimes::texts);
  }

  private static Stream<String> texts(JsonNode node) {
    return node.isTextual()
        ? Stream.of(node.textValue())
        : node.valueStream().flatMap(JournalTimes::texts);
  }

  /** The step with every such text changed. */
  public static Step changed(Step step, UnaryOperator<String> change) {
    Step changed = step;
    for (Part part : WITH_TIMES) {
      JsonNode node = StepJournal.node(changed, part).orElse(null);
      if (node != null) {
        changed = StepJournal.with(changed, part, changed(node, change));
      }
    }
    return changed;
  }

  private static JsonNode changed(JsonNode node, UnaryOperator<String> change) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (node.getNodeType()) {
      case STRING -> nodes.textNode(change.apply(node.textValue()));
      case ARRAY ->
          nodes.arrayNode().addAll(node.valueStream().map(one -> changed(one, change)).toList());
      case OBJECT -> {
        ObjectNode object = nodes.objectNode();
        node.properties().forEach(p -> object.set(p.getKey(), changed(p.getValue(), change)));
        yield object;
      }
      default -> node;
    };
  }
}
