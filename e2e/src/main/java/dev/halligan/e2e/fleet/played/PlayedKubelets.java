package dev.halligan.e2e.fleet.played;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The kubelets of one played cluster: while they are answered they renew leases and end pods. */
final class PlayedKubelets {
  private static final Duration RENEW = Duration.ofSeconds(10);
  private static final DateTimeFormatter MICRO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final ResourcePath LEASES =
      new ResourcePath("coordination.k8s.io/v1", "leases", "kube-node-lease", "");

  private final PlayedObjects objects;
  private final PlayedFence fence;
  private final Clock clock;

  PlayedKubelets(PlayedObjects objects, PlayedFence fence, Clock clock) {
    this.objects = objects;
    this.fence = fence;
    this.clock = clock;
  }

  /** What Kubernetes calls MicroTime. */
  static String micro(Instant at) {
    return MICRO.format(at);
  }

  /** Does what is due; called while the API server answers. */
  void tick() {
    for (int node = 0; node < Inventory.NODES; node++) {
      if (fence.admits(InetAddress.ofLiteral(Inventory.nodeAddress(node)))) {
        String name = "node-" + node;
        objects.change(LEASES, lease -> isDue(lease, name), this::renew);
        objects.removeIf("pods", pod -> isEnding(pod, name));
      }
    }
  }

  private boolean isDue(JsonNode lease, String node) {
    Instant renewed = Instant.parse(lease.path("spec").path("renewTime").asText());
    return PlayedObjects.name(lease).equals(node)
        && (renewed.plus(RENEW).isBefore(clock.instant()) || !isOwn(lease));
  }

  /** Whoever renewed it in the kubelet's name is its last manager. */
  private static boolean isOwn(JsonNode lease) {
    return !lease.path("metadata").has("managedFields");
  }

  private void renew(ObjectNode lease) {
    lease.withObject("/spec").put("renewTime", micro(clock.instant()));
    lease.withObject("/metadata").remove("managedFields");
  }

  private static boolean isEnding(JsonNode pod, String node) {
    return pod.path("spec").path("nodeName").asText().equals(node)
        && pod.path("metadata").has("deletionTimestamp");
  }
}
