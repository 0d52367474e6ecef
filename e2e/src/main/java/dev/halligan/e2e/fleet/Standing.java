package dev.halligan.e2e.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halligan.e2e.lab.Management;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the operator says of all clusters at one moment, from the ProtectedClusters' status. */
record Standing(List<JsonNode> clusters) {

  /** Clusters called Healthy whose every path for a recovery is proven. */
  long well() {
    return clusters.stream().filter(Standing::isWell).count();
  }

  /** Clusters with that verdict. */
  long with(String verdict) {
    return clusters.stream().filter(c -> verdict(c).equals(verdict)).count();
  }

  boolean allWell(int expected) {
    return clusters.size() == expected && well() == expected;
  }

  /** How many clusters have which verdict, for people. */
  String describe() {
    Map<String, Long> counts =
        clusters.stream()
            .collect(Collectors.groupingBy(Standing::verdict, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  /** What the operator says of each of these clusters, and why; for people. */
  String reasons(Set<String> names) {
    return clusters.stream()
        .filter(c -> names.contains(c.at("/metadata/name").asText()))
        .map(Standing::reason)
        .collect(Collectors.joining("; "));
  }

  private static String reason(JsonNode cluster) {
    return "%s is %s: %s"
        .formatted(
            cluster.at("/metadata/name").asText(),
            verdict(cluster),
            cluster.at("/status/message").asText("nothing said"));
  }

  private static boolean isWell(JsonNode cluster) {
    return verdict(cluster).equals("Healthy")
        && Management.condition(cluster, "BreakGlassReady").equals("True");
  }

  private static String verdict(JsonNode cluster) {
    return cluster.at("/status/verdict").asText("none");
  }
}
