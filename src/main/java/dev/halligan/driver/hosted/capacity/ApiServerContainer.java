package dev.halligan.driver.hosted.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.driver.hosted.capacity.AnnotatedResource.Change;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A pod that is an API-server instance, and the index of its API-server container. */
record ApiServerContainer(Pod pod, int container, JsonNode document) {

  /** Empty for a pod that is being deleted or has no such container. */
  static Optional<ApiServerContainer> of(Pod pod, String container) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    var containers = pod.getSpec().getContainers();
    return IntStream.range(0, containers.size())
        .filter(i -> containers.get(i).getName().equals(container))
        .mapToObj(i -> new ApiServerContainer(pod, i, AnnotatedResource.document(pod)))
        .findFirst();
  }

  String name() {
    return pod.getMetadata().getName();
  }

  /** Null until it is scheduled. */
  String node() {
    return pod.getSpec().getNodeName();
  }

  /** The resources in its spec. */
  Resources wanted() {
    return Resources.of(spec().getResources());
  }

  /** The resources that its node reports, if it does. */
  Optional<Resources> actual() {
    return status().map(ContainerStatus::getResources).map(Resources::of);
  }

  Optional<GrowthAnnotation> note() {
    return GrowthAnnotation.on(document);
  }

  /** Limits before the first growth that is still in place. */
  Size before() {
    return note()
        .filter(n -> n.isOurs(document))
        .map(n -> n.terms().from())
        .orElseGet(() -> wanted().limit());
  }

  boolean isReady() {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  /** Whether its container has a process. */
  boolean runs() {
    return status()
        .map(ContainerStatus::getState)
        .filter(state -> state.getRunning() != null)
        .isPresent();
  }

  /** Whether it existed before a growth began. */
  boolean isOlderThan(Instant start) {
    return Instant.parse(pod.getMetadata().getCreationTimestamp()).isBefore(start);
  }

  /** Whether its node has applied the wanted limits. */
  boolean hasArrived() {
    var wanted = wanted().limit();
    return actual().filter(has -> has.limit().equals(wanted)).isPresent()
        && resizeCondition().isEmpty();
  }

  /** Whether its node can never provide the wanted resources. */
  boolean isInfeasible() {
    return resizeCondition().filter(c -> "Infeasible".equals(c.getReason())).isPresent();
  }

  private Optional<PodCondition> resizeCondition() {
    return pod.getStatus().getConditions().stream()
        .filter(c -> c.getType().startsWith("PodResize") && c.getStatus().equals("True"))
        .findFirst();
  }

  /** Whether its limits can be raised while it runs. */
  boolean growsWithoutRestart() {
    var policies = spec().getResizePolicy();
    var phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return "Running".equals(phase)
        && !wanted().limits().isEmpty()
        && policies.stream().noneMatch(p -> "RestartContainer".equals(p.getRestartPolicy()));
  }

  /** The changes that give it {@code to}. */
  List<Change> growth(Size to) {
    return ResourceChanges.changes("/spec/containers/" + container + "/resources", base(), to);
  }

  /** Its resources before a growth that is still in place. */
  private Resources base() {
    var draft = document.deepCopy();
    note().filter(n -> n.isOurs(document)).ifPresent(n -> n.undo(draft));
    return ResourceChanges.resourcesAt(draft, "/spec/containers/" + container + "/resources");
  }

  private Container spec() {
    return pod.getSpec().getContainers().get(container);
  }

  private Optional<ContainerStatus> status() {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .filter(s -> s.getName().equals(spec().getName()))
            .findFirst();
  }
}
