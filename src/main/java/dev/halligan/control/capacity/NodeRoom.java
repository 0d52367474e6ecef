package dev.halligan.control.capacity;

import dev.halligan.control.capacity.ApiServerCapacity.Size;
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

/** What the nodes have left: allocatable minus the requests of the pods that are on them. */
final class NodeRoom {
  private static final long MEBIBYTE = 1024 * 1024;

  private final Map<String, Size> free = new HashMap<>();

  NodeRoom(Collection<Node> nodes) {
    nodes.forEach(
        n -> free.put(n.getMetadata().getName(), Resources.size(n.getStatus().getAllocatable())));
  }

  /** Takes a pod into account; one that has ended takes nothing. */
  void count(Pod pod) {
    var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    if (!"Succeeded".equals(phase) && !"Failed".equals(phase)) {
      give(pod.getSpec().getNodeName(), requested(pod), -1);
    }
  }

  /** Takes out of account what leaves before its successor comes. */
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

  /** What a pod may use at most. */
  static Size limit(Pod pod) {
    return sum(pod, Resources::limit);
  }

  private static Size sum(Pod pod, Function<Resources, Size> which) {
    return running(pod)
        .map(Container::getResources)
        .map(said -> which.apply(Resources.of(said)))
        .reduce(new Size(0, 0), NodeRoom::plus);
  }

  /** An init container that is restarted always runs beside the others. */
  private static Stream<Container> running(Pod pod) {
    return Stream.concat(
        pod.getSpec().getContainers().stream(),
        pod.getSpec().getInitContainers().stream()
            .filter(c -> "Always".equals(c.getRestartPolicy())));
  }

  private static Size plus(Size one, Size other) {
    return new Size(one.cpuMillis() + other.cpuMillis(), one.memoryBytes() + other.memoryBytes());
  }

  /** In words, what the node lacks; a node that is not known lacks nothing. */
  Optional<String> missingOn(String node, Size more) {
    return Optional.ofNullable(free.get(node))
        .filter(has -> !fits(more, has))
        .map(has -> "node %s has %s left, %s are needed".formatted(node, words(has), words(more)));
  }

  /** In words, what the roomiest nodes lack for a pod of that size; empty when one takes it. */
  Optional<String> missingFor(Size pod) {
    if (free.values().stream().anyMatch(has -> fits(pod, has))) {
      return Optional.empty();
    }
    var most = free.keySet().stream().sorted().flatMap(n -> missingOn(n, pod).stream()).toList();
    return Optional.of(most.isEmpty() ? "no node takes pods" : summary(most));
  }

  private static String summary(List<String> nodes) {
    return nodes.size() <= 3
        ? String.join("; ", nodes)
        : "%s; and %d nodes more"
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
