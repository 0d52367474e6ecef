package dev.halligan.operator.monitor;

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

/** How often a cluster is probed. Pure. */
final class ProbeInterval {
  private static final Duration RECOVERING = Duration.ofSeconds(1);
  private static final int MOST_PER_SECOND = 2;

  private ProbeInterval() {}

  /**
   * The time between the starts of two rounds: the spec's interval, at most 1 s during a recovery,
   * and for a calm cluster long enough that no instance gets more than two questions a second.
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

  /** A load balancer may send every question to one instance, which is also asked directly. */
  private static long mostOnOneInstance(ProtectedClusterSpec spec) {
    List<String> hosts =
        Optional.ofNullable(spec.controlPlane())
            .map(ControlPlane::nodes)
            .map(Nodes::hosts)
            .orElse(List.of());
    List<String> asked = spec.access().endpoints().stream().map(ProbeInterval::address).toList();
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
