package dev.halligan.e2e.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells each end of a step of a recovery once, as its request has it. */
final class Chronicle {
  private static final Set<String> ENDED =
      Set.of("Done", "Failed", "Skipped", "WaitingForApproval");

  private final Set<String> told = new HashSet<>();

  /** What is new in these requests. */
  List<String> news(List<JsonNode> requests) {
    return requests.stream()
        .flatMap(request -> request.at("/status/steps").valueStream().map(s -> words(request, s)))
        .filter(words -> !words.isEmpty() && told.add(words))
        .toList();
  }

  private static String words(JsonNode request, JsonNode step) {
    String state = step.path("state").asText();
    return ENDED.contains(state)
        ? "%s  %-10s %s"
            .formatted(
                request.at("/spec/cluster/name").asText(),
                step.path("name").asText(),
                step.path("message").asText())
        : "";
  }
}
