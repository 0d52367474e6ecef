package dev.halligan.driver.hosted.pods;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One API-server pod as the management cluster reports it.
 *
 * @param address null until it has one
 * @param leaving whether it is being deleted
 * @param outOfMemory whether the API server's last termination was an OOM kill
 * @param cpuMillis limit of the API server in thousandths of a core, 0 for none
 * @param memoryBytes limit, 0 for none
 */
@RecordBuilder
public record ApiServerPod(
    String name,
    String uid,
    String address,
    Instant createdAt,
    Map<String, String> labels,
    boolean ready,
    boolean leaving,
    boolean running,
    boolean outOfMemory,
    int restarts,
    int cpuMillis,
    long memoryBytes) {

  /** {@code container} is the name of the API server's container. */
  static ApiServerPod of(Pod pod, String container) {
    var status = status(pod, container);
    return ApiServerPodBuilder.builder()
        .name(pod.getMetadata().getName())
        .uid(pod.getMetadata().getUid())
        .address(pod.getStatus() == null ? null : pod.getStatus().getPodIP())
        .createdAt(Instant.parse(pod.getMetadata().getCreationTimestamp()))
        .labels(Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of()))
        .ready(isReady(pod))
        .leaving(pod.getMetadata().getDeletionTimestamp() != null)
        .running(
            status
                .filter(s -> s.getState() != null && s.getState().getRunning() != null)
                .isPresent())
        .outOfMemory(status.filter(ApiServerPod::wasKilled).isPresent())
        .restarts(status.map(ContainerStatus::getRestartCount).orElse(0))
        .cpuMillis(limit(pod, container, "cpu").movePointRight(3).intValue())
        .memoryBytes(limit(pod, container, "memory").longValue())
        .build();
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static Optional<ContainerStatus> status(Pod pod, String container) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .filter(s -> s.getName().equals(container))
            .findFirst();
  }

  private static boolean wasKilled(ContainerStatus status) {
    return status.getLastState() != null
        && status.getLastState().getTerminated() != null
        && "OOMKilled".equals(status.getLastState().getTerminated().getReason());
  }

  private static BigDecimal limit(Pod pod, String container, String resource) {
    return pod.getSpec().getContainers().stream()
        .filter(c -> c.getName().equals(container))
        .findFirst()
        .map(Container::getResources)
        .map(r -> r.getLimits())
        .map(limits -> limits.get(resource))
        .map(Quantity::getNumericalAmount)
        .orElse(BigDecimal.ZERO);
  }
}
