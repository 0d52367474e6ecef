package dev.halligan.e2e.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halligan.e2e.fleet.played.Ailment;
import dev.halligan.e2e.fleet.played.PlayedCluster;
import dev.halligan.e2e.lab.Management;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The same rollout makes all clusters ill at once: all have to be recovered.
 *
 * @param ailments dealt out in turn
 */
record OutageGate(String name, int clusters, List<Ailment> ailments) implements Gate {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  @Override
  public String what() {
    return "a rollout makes %s %s"
        .formatted(
            clusters == 1 ? "one cluster" : "all %d clusters at once".formatted(clusters),
            ailments.stream().map(Ailment::describe).collect(Collectors.joining(", ")));
  }

  @Override
  public String expected() {
    return "all recovered within %d s".formatted(LIMIT.toSeconds());
  }

  @Override
  public Seen play(Stage stage) {
    stage.haveWell(clusters);
    Set<String> before = stage.acts().requests();
    List<PlayedCluster> all = stage.clusters();
    Progress progress = new Progress(System.err);
    for (int i = 0; i < all.size(); i++) {
      all.get(i).suffer(ailments.get(i % ailments.size()));
    }
    TreeMap<String, Double> recovered = new TreeMap<>();
    boolean allDone =
        stage.await(
            LIMIT,
            () -> {
              List<JsonNode> requests = made(stage.requests(), before);
              Set<String> succeeded = succeeded(requests);
              all.stream()
                  .filter(c -> c.isCured() && !c.isFenced() && succeeded.contains(c.name()))
                  .forEach(c -> recovered.putIfAbsent(c.name(), progress.seconds()));
              progress.look(stage, requests, recovered.size());
              return recovered.size() == all.size();
            });
    return new Seen(allDone, words(stage, recovered));
  }

  private String words(Stage stage, TreeMap<String, Double> recovered) {
    String counted = "%d of %d recovered".formatted(recovered.size(), clusters);
    Set<String> others =
        stage.clusters().stream()
            .map(PlayedCluster::name)
            .filter(name -> !recovered.containsKey(name))
            .collect(Collectors.toSet());
    if (!others.isEmpty()) {
      Standing standing = stage.standing();
      return "%s; %s; %s".formatted(counted, standing.describe(), standing.reasons(others));
    }
    double last = recovered.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return "%s, the last after %.0f s".formatted(counted, last);
  }

  private static List<JsonNode> made(List<JsonNode> requests, Set<String> before) {
    return requests.stream()
        .filter(r -> !before.contains(r.at("/metadata/name").asText()))
        .toList();
  }

  /** The clusters whose recovery ended well. */
  private static Set<String> succeeded(List<JsonNode> requests) {
    return requests.stream()
        .filter(r -> Management.condition(r, "Succeeded").equals("True"))
        .map(r -> r.at("/spec/cluster/name").asText())
        .collect(Collectors.toSet());
  }
}
