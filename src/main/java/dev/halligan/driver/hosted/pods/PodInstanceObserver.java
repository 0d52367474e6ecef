package dev.halligan.driver.hosted.pods;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.InstanceObserver;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.NodeEvidenceBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The API-server pods as the management cluster reports them. Permissions and policies, which only
 * people change, are checked every five minutes.
 */
public final class PodInstanceObserver implements InstanceObserver {
  private static final Duration PROVEN_FOR = Duration.ofMinutes(5);
  private static final String PROVEN =
      "%d API-server pods exist%s, the operator has the permissions to act on them";

  private final ApiServerPods pods;
  private final HostedPermissions rights;
  private final Function<List<ApiServerPod>, FenceProspect> prospects;
  private final String where;
  private final Clock clock;
  private final OomKillCounter outOfMemory = new OomKillCounter();
  private List<ApiServerPod> last = List.of();
  private List<String> missing = List.of();

  /** Null before the first check. */
  private Instant provenAt;

  private volatile AccessPath approach =
      new AccessPath("pod", Reasons.PODS_UNREACHABLE, PROVEN, null);

  /** Whether a fence would hold: what is proven, in words, and why it would not, or null. */
  public record FenceProspect(String proven, String shortfall) {}

  /**
   * @param prospects checks whether a fence on these pods would hold
   * @param where the namespace of the pods, for people
   */
  public PodInstanceObserver(
      ApiServerPods pods,
      HostedPermissions rights,
      Function<List<ApiServerPod>, FenceProspect> prospects,
      String where,
      Clock clock) {
    this.pods = pods;
    this.rights = rights;
    this.prospects = prospects;
    this.where = where;
    this.clock = clock;
  }

  @Override
  public synchronized List<Report> look() {
    try {
      var present = pods.list().stream().filter(p -> !p.leaving()).toList();
      if (present.isEmpty()) {
        return List.of(new Unreachable(where, nobody()));
      }
      prove(present);
      last = present;
      return missing.isEmpty() ? said(present) : all(present, forbidden());
    } catch (ControlFailure e) {
      return last.isEmpty() ? List.of(new Unreachable(where, e)) : all(last, e);
    }
  }

  private void prove(List<ApiServerPod> present) {
    var now = clock.instant();
    if (provenAt != null && now.isBefore(provenAt.plus(PROVEN_FOR))) {
      return;
    }
    missing = rights.missing();
    var prospect = prospects.apply(present);
    approach =
        new AccessPath(
            "pod",
            Reasons.PODS_UNREACHABLE,
            PROVEN + prospect.proven().replace("%", "%%"),
            prospect.shortfall());
    provenAt = now;
  }

  private List<Report> said(List<ApiServerPod> present) {
    var now = clock.instant();
    var reports = present.stream().<Report>map(p -> new Observed(p.name(), evidence(p, now), null));
    var all = reports.toList();
    outOfMemory.keepOnly(present);
    return all;
  }

  private static List<Report> all(List<ApiServerPod> present, ControlFailure failure) {
    return present.stream().<Report>map(p -> new Unreachable(p.name(), failure)).toList();
  }

  private NodeEvidence evidence(ApiServerPod pod, Instant now) {
    return NodeEvidenceBuilder.builder()
        .at(now)
        .host(pod.name())
        .reachable(true)
        .processRunning(pod.running())
        .cpuLimitMillis(
            pod.cpuMillis() == 0 ? OptionalInt.empty() : OptionalInt.of(pod.cpuMillis()))
        .memoryLimitBytes(
            pod.memoryBytes() == 0 ? OptionalLong.empty() : OptionalLong.of(pod.memoryBytes()))
        .oomKills(OptionalLong.of(outOfMemory.kills(pod)))
        .restarts(OptionalLong.of(pod.restarts()))
        .build();
  }

  @Override
  public AccessPath approach() {
    return approach;
  }

  private ControlFailure nobody() {
    return new ControlFailure(
        Reason.NOT_FOUND,
        "no pod in " + where + " has the labels in spec.controlPlane.hosted.podSelector",
        "correct the selector, or find out why its workload has no pods");
  }

  private ControlFailure forbidden() {
    return new ControlFailure(
        Reason.API_CLOSED,
        "the operator lacks the permissions to " + String.join(", ", missing),
        "apply operator/hosted to its namespace as bootstrap-scripts/enroll-cluster --hosted does");
  }
}
