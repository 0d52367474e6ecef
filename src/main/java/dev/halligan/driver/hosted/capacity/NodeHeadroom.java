package dev.halligan.driver.hosted.capacity;

import dev.halligan.control.ApiServerCapacity.Size;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The free capacity of the nodes: allocatable minus the requests of their pods. */
final class NodeHeadroom {
  private static final long MEBIBYTE = 1024 * 1024;

  private final Map<String, Size> free = new HashMap<>();

  NodeHeadroom(Collection<Node> nodes) {
    nodes.forEach(
        n -> free.put(n.getMetadata().getName(), Resources.size(n.getStatus().getAllocatable())));
  }

  /** Counts a pod; one that has ended uses nothing. */
  void count(Pod pod) {
    var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    if (!"Succeeded".equals(phase) && !"Failed".equals(phase)) {
      give(pod.getSpec().getNodeName(), requested(pod), -1);
    }
  }

  /** Stops counting a pod that leaves before its successor starts. */
  void leave(Pod pod) {
    give(pod.getSpec().getNodeName(), requested(pod), 1);
  }

  private void give(String node, Size size, int sign) {
    if (node != null) {
      free.computeIfPresent(
          node,
          (name, has) ->
              new Size(
                  has.cpuMillis() + sign * size.cpuMillis(),
                  has.memoryBytes() + sign * size.memoryBytes()));
    }
  }

  /** What the scheduler counts for a pod. */
  static Size requested(Pod pod) {
    return sum(pod, Resources::requested);
  }

  /** The limits of a pod. */
  static Size limit(Pod pod) {
    return sum(pod, Resources::limit);
  }

  private static Size sum(Pod pod, Function<Resources, Size> which) {
    return running(pod)
        .map(Container::getResources)
        .map(said -> which.apply(Resources.of(said)))
        .reduce(new Size(0, 0), NodeHeadroom::plus);
  }

  /** An init container that is always restarted runs alongside the others. */
  private static Stream<Container> running(Pod pod) {
    return Stream.concat(
        pod.getSpec().getContainers().stream(),
        pod.getSpec().getInitContainers().stream()
            .filter(c -> "Always".equals(c.getRestartPolicy())));
  }

  private static Size plus(Size one, Size other) {
    return new Size(one.cpuMillis() + other.cpuMillis(), one.memoryBytes() + other.memoryBytes());
  }

  /** In words, what the node lacks; an unknown node lacks nothing. */
  Optional<String> missingOn(String node, Size more) {
    return Optional.ofNullable(free.get(node))
        .filter(has -> !fits(more, has))
        .map(has -> "node %s has %s free, %s are needed".formatted(node, words(has), words(more)));
  }

  /** In words, what the nodes lack for a pod of that size; empty if one has room for it. */
  Optional<String> missingFor(Size pod) {
    if (free.values().stream().anyMatch(has -> fits(pod, has))) {
      return Optional.empty();
    }
    var most = free.keySet().stream().sorted().flatMap(n -> missingOn(n, pod).stream()).toList();
    return Optional.of(most.isEmpty() ? "no node accepts pods" : summary(most));
  }

  private static String summary(List<String> nodes) {
    return nodes.size() <= 3
        ? String.join("; ", nodes)
        : "%s; and %d more nodes"
            .formatted(String.join("; ", nodes.subList(0, 3)), nodes.size() - 3);
  }

  private static boolean fits(Size size, Size has) {
    return (size.cpuMillis() <= 0 || size.cpuMillis() <= has.cpuMillis())
        && (size.memoryBytes() <= 0 || size.memoryBytes() <= has.memoryBytes());
  }

  private static String words(Size size) {
    return "%dm CPU and %d MiB".formatted(size.cpuMillis(), size.memoryBytes() / MEBIBYTE);
  }
}
