package dev.halligan.driver.inband;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Route;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of one HTTPRoute and their places in it. A backend without a weight has 1 (Gateway
 * API). Keys are "rule/backend": the index of the rule from 0, and the backend's name.
 */
record Weights(List<Entry> entries) {

  /** {@code path} is the JSON pointer of the weight. */
  record Entry(String key, int rule, String backend, int weight, String path) {
    Entry with(int other) {
      return new Entry(key, rule, backend, other, path);
    }
  }

  /** Reads the route's two backends; throws UNSUPPORTED if a rule lists one of them twice. */
  static Weights of(GenericKubernetesResource httpRoute, Route route) {
    var entries = new ArrayList<Entry>();
    List<?> rules = httpRoute.get("spec", "rules");
    for (var r = 0; rules != null && r < rules.size(); r++) {
      var backends = rules.get(r) instanceof Map<?, ?> rule ? rule.get("backendRefs") : null;
      for (var b = 0; backends instanceof List<?> list && b < list.size(); b++) {
        if (list.get(b) instanceof Map<?, ?> backend && isNamed(route, backend.get("name"))) {
          entries.add(entry(r, b, backend));
        }
      }
    }
    var keys = entries.stream().map(Entry::key).distinct().count();
    if (keys != entries.size()) {
      throw new ControlFailure(
          Reason.UNSUPPORTED,
          name(route) + " lists a backend twice in one rule; its weights were not changed",
          "list each backend only once per rule");
    }
    return new Weights(List.copyOf(entries));
  }

  private static boolean isNamed(Route route, Object name) {
    return route.from().equals(name) || route.to().equals(name);
  }

  private static Entry entry(int rule, int index, Map<?, ?> backend) {
    var name = String.valueOf(backend.get("name"));
    var weight = backend.get("weight") instanceof Number number ? number.intValue() : 1;
    var path = "/spec/rules/" + rule + "/backendRefs/" + index + "/weight";
    return new Entry(rule + "/" + name, rule, name, weight, path);
  }

  /**
   * Moves all weight of {@code from} to {@code to}, rule by rule; throws if a rule has only {@code
   * from}.
   */
  Weights redirected(Route route) {
    var sources = entries.stream().filter(e -> e.backend().equals(route.from())).toList();
    if (sources.isEmpty() || sources.stream().anyMatch(s -> find(s.rule(), route.to()) == null)) {
      throw new ControlFailure(
          Reason.BAD_ARGUMENT,
          name(route)
              + " has no rule with both "
              + route.from()
              + " and "
              + route.to()
              + ", or a rule with only the first; its weights were not changed",
          "name two backends that appear together in every rule");
    }
    return new Weights(entries.stream().map(e -> redirected(e, route)).toList());
  }

  private Entry redirected(Entry entry, Route route) {
    var source = find(entry.rule(), route.from());
    if (source == null) {
      return entry;
    }
    return entry == source ? entry.with(0) : entry.with(entry.weight() + source.weight());
  }

  private Entry find(int rule, String backend) {
    return entries.stream()
        .filter(e -> e.rule() == rule && e.backend().equals(backend))
        .findFirst()
        .orElse(null);
  }

  /** With the weights of {@code wanted}; other keys keep their weights. */
  Weights with(Map<String, Integer> wanted) {
    return new Weights(
        entries.stream().map(e -> e.with(wanted.getOrDefault(e.key(), e.weight()))).toList());
  }

  Map<String, Integer> byKey() {
    var map = new LinkedHashMap<String, Integer>();
    entries.forEach(e -> map.put(e.key(), e.weight()));
    return map;
  }

  static String name(Route route) {
    return "HTTPRoute " + route.namespace() + "/" + route.name();
  }
}
