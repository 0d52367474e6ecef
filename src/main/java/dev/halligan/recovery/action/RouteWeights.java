package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Route;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What undoes RedirectTraffic: the weights of each route's backends before it. */
record RouteWeights(List<Weights> routes) {
  RouteWeights {
    routes = routes == null ? List.of() : List.copyOf(routes);
  }

  /** The weights of one route by backend. */
  record Weights(String namespace, String name, Map<String, Integer> weights) {
    Weights {
      Objects.requireNonNull(namespace, "namespace");
      Objects.requireNonNull(name, "name");
      weights = weights == null ? Map.of() : Map.copyOf(weights);
    }
  }

  /** Empty if the route had none. */
  Map<String, Integer> of(Route route) {
    return routes.stream()
        .filter(r -> r.namespace().equals(route.namespace()) && r.name().equals(route.name()))
        .findFirst()
        .map(Weights::weights)
        .orElse(Map.of());
  }
}
