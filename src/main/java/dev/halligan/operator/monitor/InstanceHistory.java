package dev.halligan.operator.monitor;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.InstanceObserver.Observed;
import dev.halligan.control.InstanceObserver.Report;
import dev.halligan.control.InstanceObserver.Unreachable;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.NodeEvidenceBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The reports on the API-server instances from the last ten minutes. Thread-safe. */
final class InstanceHistory {
  private static final Duration MEMORY = Duration.ofMinutes(10);

  private final Queue<NodeEvidence> evidence = new ConcurrentLinkedQueue<>();
  private final Map<String, AccessReadiness.HostAccess> last = new ConcurrentHashMap<>();

  void note(Report report, Instant now) {
    switch (report) {
      case Observed(var instance, var said, var caller, var fence) -> {
        add(said, now);
        last.put(instance, new AccessReadiness.HostAccess(instance, now, caller, null, fence));
      }
      case Unreachable(var instance, var failure) -> missed(instance, failure, now);
    }
  }

  private void missed(String host, ControlFailure failure, Instant now) {
    add(unreachable(host, now), now);
    last.compute(
        host,
        (_, before) ->
            before == null
                ? new AccessReadiness.HostAccess(host, null, null, failure, null)
                : new AccessReadiness.HostAccess(
                    host, before.answeredAt(), before.caller(), failure, before.fence()));
  }

  /** Hosts that the spec no longer names are not waited for. */
  void keepOnly(Collection<String> hosts) {
    last.keySet().retainAll(hosts);
  }

  List<NodeEvidence> evidence() {
    return List.copyOf(evidence);
  }

  Collection<AccessReadiness.HostAccess> hosts() {
    return List.copyOf(last.values());
  }

  /** Whether any of them has answered since. */
  boolean heardSince(Instant from) {
    return last.values().stream()
        .anyMatch(h -> h.answeredAt() != null && !h.answeredAt().isBefore(from));
  }

  private static NodeEvidence unreachable(String host, Instant now) {
    return NodeEvidenceBuilder.builder().at(now).host(host).build();
  }

  private void add(NodeEvidence one, Instant now) {
    evidence.add(one);
    evidence.removeIf(e -> e.at().isBefore(now.minus(MEMORY)));
  }
}
