package dev.halligan.control.evidence;

import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import dev.halligan.diagnosis.CulpritEvidence.IdentityLoad;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * The queues of all API servers together: each server has its own, and a client that keeps its
 * connection stands in one of them only. They are asked at the same time and past the breaker: a
 * drowned server that tells nothing must not close the way to one that does.
 */
final class RequestQueues {
  private static final String DUMP =
      "/debug/api_priority_and_fairness/dump_requests?includeRequestDetails=1";

  private final Function<Duration, List<KubernetesClient>> servers;

  /** What one server told, or why it told nothing. */
  private record Told(List<IdentityLoad> loads, ControlFailure silence) {}

  RequestQueues(Function<Duration, List<KubernetesClient>> servers) {
    this.servers = servers;
  }

  /**
   * What the servers that answer tell, added up.
   *
   * @throws ControlFailure that of the first server when none answers
   */
  List<IdentityLoad> read(Duration deadline) {
    List<Told> all = askAll(servers.apply(deadline));
    if (!all.isEmpty() && all.stream().allMatch(told -> told.silence() != null)) {
      throw all.getFirst().silence();
    }
    return IdentityLoad.sum(all.stream().flatMap(told -> told.loads().stream()));
  }

  private static List<Told> askAll(List<KubernetesClient> clients) {
    List<Future<Told>> asked;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      asked = clients.stream().map(c -> executor.submit(() -> ask(c))).toList();
    }
    return asked.stream().map(Future::resultNow).toList();
  }

  private static Told ask(KubernetesClient client) {
    try (client) {
      var csv =
          AdminLane.unguarded(client, () -> 0)
              .read("read the API server's request queues", c -> c.raw(DUMP));
      return new Told(csv == null ? List.of() : RequestDump.parse(csv), null);
    } catch (ControlFailure silence) {
      return new Told(List.of(), silence);
    }
  }
}
