package dev.halligan.recovery.cases;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.halligan.recovery.cases.Script.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/** An event in the words of its script. */
final class EventText {
  private static final JsonMapper JSON =
      JsonMapper.builder().serializationInclusion(JsonInclude.Include.NON_NULL).build();

  private EventText() {}

  /** By whom it happens to what happens. */
  static Map<String, String> of(Event event) {
    Map<String, String> texts = new LinkedHashMap<>();
    put(texts, "cluster", event.cluster());
    put(texts, "person", event.person());
    put(texts, "operator", event.operator());
    return texts;
  }

  private static void put(Map<String, String> texts, String who, Object what) {
    if (what != null) {
      texts.put(who, text(JSON.valueToTree(what)));
    }
  }

  private static String text(JsonNode node) {
    return node.toString().replaceAll("[\"{}]", "").replace(":", " ").replace(",", ", ");
  }
}
