package dev.halligan.recovery.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halligan.api.v1alpha1.ActionType;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The texts that version 0.1 kept for one kind of action, as today's JSON. Pure. */
record FormerText(
    Function<Map<String, String>, ObjectNode> undo,
    Function<Map<String, String>, ObjectNode> progress,
    Function<Map<String, String>, ObjectNode> result) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String CONFINED = "confined";

  static FormerText of(ActionType action) {
    return switch (action) {
      case ISOLATE ->
          new FormerText(FormerText::fence, FormerText::fenceProgress, FormerText::instances);
      case FREEZE_NODE_LIFECYCLE ->
          new FormerText(m -> only(m, "method"), m -> only(m, "method"), m -> only(m, "method"));
      case FIND_CULPRIT ->
          new FormerText(_ -> none(), FormerText::culpritProgress, FormerText::culprits);
      case SCALE_DOWN_NOISY -> new FormerText(FormerText::scaled, _ -> none(), FormerText::scaled);
      case GROW_API_SERVER ->
          new FormerText(FormerText::growth, FormerText::growthProgress, FormerText::grown);
      case REMOVE_ROLLOUT ->
          new FormerText(FormerText::removed, FormerText::removalProgress, FormerText::removed);
      case REDIRECT_TRAFFIC -> new FormerText(FormerText::weights, _ -> none(), _ -> none());
      case READMIT -> new FormerText(_ -> none(), m -> only(m, "movedAt"), _ -> none());
      case RESTORE_WORKLOADS ->
          new FormerText(_ -> none(), FormerText::restored, FormerText::restoredResult);
      case COLLECT_EVIDENCE -> new FormerText(_ -> none(), _ -> none(), FormerText::evidence);
      case THAW -> new FormerText(_ -> none(), _ -> none(), _ -> none());
    };
  }

  private static ObjectNode none() {
    return JSON.objectNode();
  }

  /** These entries alone, if they are there. */
  private static ObjectNode only(Map<String, String> map, String... keys) {
    ObjectNode node = none();
    Stream.of(keys).filter(map::containsKey).forEach(key -> node.put(key, map.get(key)));
    return node;
  }

  /** {@code requests verb resource} by user, {@code N connections} by address. */
  private static ObjectNode evidence(Map<String, String> map) {
    ObjectNode node = none();
    new TreeMap<>(map).forEach((who, words) -> client(node, who, words.split(" ", 3)));
    return node;
  }

  private static void client(ObjectNode node, String who, String[] words) {
    long count = Long.parseLong(words[0]);
    if (words.length == 2) {
      node.withArray("connected").addObject().put("address", who).put("connections", count);
    } else {
      node.withArray("queued")
          .addObject()
          .put("user", who)
          .put("verb", words[1])
          .put("resource", words[2])
          .put("requests", count);
    }
  }

  private static ObjectNode fence(Map<String, String> undo) {
    ObjectNode node = none();
    if (undo.containsKey("fence")) {
      node.put("lift", true);
    }
    return jailed(node, undo);
  }

  private static ObjectNode jailed(ObjectNode node, Map<String, String> undo) {
    return list(node, "jailed", undo.get(CONFINED), ",");
  }

  private static ObjectNode list(ObjectNode node, String key, String text, String separator) {
    if (text != null && !text.isEmpty()) {
      ArrayNode items = node.putArray(key);
      Arrays.stream(text.split(separator)).map(String::strip).forEach(items::add);
    }
    return node;
  }

  private static ObjectNode fenceProgress(Map<String, String> map) {
    ObjectNode node = only(map, "repairedAt", "alarmedAt", "done", "unfenced");
    list(node, "admins", map.get("admins"), ",");
    list(node, "refusedAdmins", map.get("refusedAdmins"), ",");
    list(node, "callers", map.get("callers"), ",");
    list(node, "deaf", map.get("deaf"), ",");
    if (Boolean.parseBoolean(map.get("raising"))) {
      node.put("raising", true);
    }
    renamed(node, map, "lookedAt", "checkedAt");
    renamed(node, map, "turnedAwaySince", "blockedSince");
    return renamed(node, map, "unfencedSince", "unfencedAt");
  }

  private static ObjectNode renamed(
      ObjectNode node, Map<String, String> map, String former, String now) {
    if (map.containsKey(former)) {
      node.put(now, map.get(former));
    }
    return node;
  }

  private static ObjectNode instances(Map<String, String> map) {
    return map.containsKey("instances")
        ? none().put("instances", Integer.parseInt(map.get("instances")))
        : none();
  }

  private static ObjectNode culpritProgress(Map<String, String> map) {
    ObjectNode node = none();
    if (map.containsKey("asked")) {
      node.set("asked", workload(map.get("asked")));
    }
    if (map.containsKey("listening")) {
      node.set("sample", counts(map.get("listening")));
    }
    if (map.containsKey("quiet")) {
      node.set("quiet", counts(map.get("quiet")));
    }
    return node;
  }

  /** {@code time|host,host|address=count address=count}. */
  private static ObjectNode counts(String text) {
    String[] parts = text.split("\\|", -1);
    ObjectNode node = list(none().put("at", parts[0]), "missing", parts[1], ",");
    ObjectNode packets = node.putObject("packets");
    Arrays.stream(parts[2].split(" "))
        .filter(one -> !one.isEmpty())
        .map(one -> one.split("="))
        .forEach(one -> packets.put(one[0], Long.parseLong(one[1])));
    return node;
  }

  /** {@code Kind/namespace/name}. */
  private static ObjectNode workload(String text) {
    String[] parts = text.split("/", -1);
    return none().put("kind", parts[0]).put("namespace", parts[1]).put("name", parts[2]);
  }

  private static ObjectNode culprits(Map<String, String> map) {
    ObjectNode node = none();
    ArrayNode accused = node.putArray("accused");
    items(map.get("accused")).map(FormerText::workload).forEach(accused::add);
    ArrayNode noisy = node.putArray("noisy");
    items(map.get("noisy"))
        .forEach(
            item -> {
              int at = item.lastIndexOf('=');
              noisy
                  .addObject()
                  .put("share", Integer.parseInt(item.substring(at + 1)))
                  .set("workload", workload(item.substring(0, at)));
            });
    return node;
  }

  private static Stream<String> items(String text) {
    return Stream.ofNullable(text).flatMap(t -> Stream.of(t.split(","))).filter(t -> !t.isBlank());
  }

  private static ObjectNode scaled(Map<String, String> map) {
    ObjectNode node = none();
    if (!map.isEmpty()) {
      ArrayNode workloads = node.putArray("workloads");
      new TreeMap<>(map)
          .forEach(
              (name, replicas) ->
                  workloads
                      .addObject()
                      .put("replicas", Integer.parseInt(replicas))
                      .set("workload", workload(name)));
    }
    return node;
  }

  private static ObjectNode growth(Map<String, String> map) {
    ObjectNode node = none();
    if (map.containsKey("cpuMillis")) {
      node.putObject("before")
          .put("cpuMillis", Integer.parseInt(map.get("cpuMillis")))
          .put("memoryBytes", Long.parseLong(map.get("memoryBytes")));
    }
    return renamed(node, map, "manner", "mode");
  }

  private static ObjectNode grown(Map<String, String> map) {
    ObjectNode node = none();
    Stream.of("from", "to")
        .filter(map::containsKey)
        .forEach(key -> node.set(key, size(map.get(key).split(", "))));
    return node;
  }

  /** {@code 600m CPU, 1024 MiB}; either may be unlimited, which is 0. */
  private static ObjectNode size(String[] words) {
    return none()
        .put("cpuMillis", (int) number(words[0], "m CPU"))
        .put("memoryBytes", number(words[1], " MiB") * 1024 * 1024);
  }

  private static long number(String text, String unit) {
    return text.startsWith("unlimited") ? 0 : Long.parseLong(text.replace(unit, ""));
  }

  private static ObjectNode growthProgress(Map<String, String> map) {
    return renamed(only(map, "inPlaceFailed"), map, "started", "startedAt");
  }

  /** {@code definition uid} by workload; empty where the object was gone already. */
  private static ObjectNode removed(Map<String, String> map) {
    ObjectNode node = none();
    TreeMap<String, String> rollouts = new TreeMap<>(map);
    rollouts.remove(CONFINED);
    if (!rollouts.isEmpty()) {
      ArrayNode all = node.putArray("rollouts");
      rollouts.forEach((name, kept) -> removed(all.addObject(), name, kept));
    }
    return jailed(node, map);
  }

  private static void removed(ObjectNode node, String name, String kept) {
    node.set("workload", workload(name));
    int space = kept.indexOf(' ');
    if (space > 0) {
      node.put("definition", kept.substring(0, space)).put("uid", kept.substring(space + 1));
    }
  }

  private static ObjectNode removalProgress(Map<String, String> map) {
    ObjectNode node = only(map, "movedAt");
    if (map.containsKey("again")) {
      node.set("createdAgain", workload(map.get("again")));
    }
    return node;
  }

  /** Weights by {@code namespace/route/rule/backend}. */
  private static ObjectNode weights(Map<String, String> map) {
    TreeMap<String, ObjectNode> routes = new TreeMap<>();
    new TreeMap<>(map)
        .forEach(
            (key, weight) -> {
              String[] parts = key.split("/", 3);
              ObjectNode route =
                  routes.computeIfAbsent(
                      parts[0] + "/" + parts[1],
                      _ -> none().put("namespace", parts[0]).put("name", parts[1]));
              route.withObjectProperty("weights").put(parts[2], Integer.parseInt(weight));
            });
    ObjectNode node = none();
    if (!routes.isEmpty()) {
      node.putArray("routes").addAll(routes.values());
    }
    return node;
  }

  private static ObjectNode restored(Map<String, String> map) {
    ObjectNode node = none();
    ObjectNode steps = JSON.objectNode();
    map.forEach(
        (key, words) -> {
          if (key.startsWith("restored ")) {
            steps.put(key.substring("restored ".length()), words);
          }
        });
    return steps.isEmpty() ? node : node.set("steps", steps);
  }

  private static ObjectNode restoredResult(Map<String, String> map) {
    ObjectNode steps = JSON.objectNode();
    map.forEach(steps::put);
    return steps.isEmpty() ? none() : none().set("steps", steps);
  }
}
