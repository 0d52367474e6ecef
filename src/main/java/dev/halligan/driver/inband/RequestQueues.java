package dev.halligan.driver.inband;

import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.GuardedClient;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * The queues of all API servers together: each server has its own, and a client that keeps its
 * connection queues in only one of them. Asks them in parallel and without the circuit breaker: an
 * overloaded server that does not answer must not block access to one that does.
 */
final class RequestQueues {
  private static final String DUMP =
      "/debug/api_priority_and_fairness/dump_requests?includeRequestDetails=1";

  private final Function<Duration, List<KubernetesClient>> servers;

  /** One server's answer, or why there is none. */
  private record Told(List<IdentityLoad> loads, ControlFailure silence) {}

  RequestQueues(Function<Duration, List<KubernetesClient>> servers) {
    this.servers = servers;
  }

  /**
   * The sum over the servers that answer.
   *
   * @throws ControlFailure of the first server if none answers
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
          GuardedClient.unguarded(client, () -> 0)
              .read("read the API server's request queues", c -> c.raw(DUMP));
      return new Told(csv == null ? List.of() : RequestDump.parse(csv), null);
    } catch (ControlFailure silence) {
      return new Told(List.of(), silence);
    }
  }
}
