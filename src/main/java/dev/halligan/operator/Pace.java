package dev.halligan.operator;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.ControlPlane;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Nodes;
import dev.halligan.probe.Lane;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How often a cluster is asked. Pure. */
final class Pace {
  private static final Duration RECOVERING = Duration.ofSeconds(1);
  private static final int MOST_PER_SECOND = 2;

  private Pace() {}

  /**
   * Between the starts of two rounds: the spec's interval, at most 1 s during a recovery, and for a
   * calm cluster so long that no instance is asked more than twice a second.
   *
   * @param wished the spec's interval, above 0
   */
  static Duration interval(
      ProtectedClusterSpec spec, Duration wished, boolean calm, boolean recovering) {
    if (recovering) {
      return shorter(wished, RECOVERING);
    }
    return calm ? longer(wished, gentle(spec)) : wished;
  }

  private static Duration gentle(ProtectedClusterSpec spec) {
    long questions = (long) Lane.values().length * mostOnOneInstance(spec);
    return Duration.ofSeconds(1).multipliedBy(questions).dividedBy(MOST_PER_SECOND);
  }

  /** A balancer may hand every question to the same instance, which is asked directly too. */
  private static long mostOnOneInstance(ProtectedClusterSpec spec) {
    List<String> hosts =
        Optional.ofNullable(spec.controlPlane())
            .map(ControlPlane::nodes)
            .map(Nodes::hosts)
            .orElse(List.of());
    List<String> asked = spec.access().endpoints().stream().map(Pace::address).toList();
    long balancers = asked.stream().filter(a -> !hosts.contains(a)).count();
    long direct =
        asked.stream()
            .filter(hosts::contains)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
            .values()
            .stream()
            .max(Long::compare)
            .orElse(0L);
    return balancers + direct;
  }

  private static String address(Endpoint endpoint) {
    return URI.create(endpoint.url()).getHost().replaceAll("[\\[\\]]", "");
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
