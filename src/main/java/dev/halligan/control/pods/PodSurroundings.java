package dev.halligan.control.pods;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Surroundings;
import dev.halligan.diagnosis.NodeEvidence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The API-server pods as the management cluster describes them. What only changes with a person's
 * work, rights and policies, is looked at every five minutes.
 */
public final class PodSurroundings implements Surroundings {
  private static final Duration PROVEN_FOR = Duration.ofMinutes(5);
  private static final String PROVEN =
      "%d API-server pods are found%s, the operator has the rights to act on them";

  private final ApiServerPods pods;
  private final HostedRights rights;
  private final Function<List<ApiServerPod>, FenceProspect> prospects;
  private final String where;
  private final Clock clock;
  private final OutOfMemory outOfMemory = new OutOfMemory();
  private List<ApiServerPod> last = List.of();
  private List<String> missing = List.of();

  /** Null before the first time. */
  private Instant provenAt;

  private volatile Approach approach = new Approach("pod", Reasons.PODS_OUT_OF_REACH, PROVEN, null);

  /** Whether a fence would hold: words for what is proven, and why it would not, or null. */
  public record FenceProspect(String proven, String shortfall) {}

  /**
   * @param prospects looks whether a fence on these pods would hold
   * @param where the pods are, for people
   */
  public PodSurroundings(
      ApiServerPods pods,
      HostedRights rights,
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
        return List.of(new Missed(where, nobody()));
      }
      prove(present);
      last = present;
      return missing.isEmpty() ? said(present) : all(present, forbidden());
    } catch (ControlFailure e) {
      return last.isEmpty() ? List.of(new Missed(where, e)) : all(last, e);
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
        new Approach(
            "pod",
            Reasons.PODS_OUT_OF_REACH,
            PROVEN + prospect.proven().replace("%", "%%"),
            prospect.shortfall());
    provenAt = now;
  }

  private List<Report> said(List<ApiServerPod> present) {
    var now = clock.instant();
    var reports = present.stream().<Report>map(p -> new Said(p.name(), evidence(p, now), null));
    var all = reports.toList();
    outOfMemory.keepOnly(present);
    return all;
  }

  private static List<Report> all(List<ApiServerPod> present, ControlFailure failure) {
    return present.stream().<Report>map(p -> new Missed(p.name(), failure)).toList();
  }

  private NodeEvidence evidence(ApiServerPod pod, Instant now) {
    return new NodeEvidence(
        now,
        pod.name(),
        true,
        pod.running(),
        OptionalInt.empty(),
        pod.cpuMillis() == 0 ? OptionalInt.empty() : OptionalInt.of(pod.cpuMillis()),
        OptionalLong.empty(),
        pod.memoryBytes() == 0 ? OptionalLong.empty() : OptionalLong.of(pod.memoryBytes()),
        OptionalLong.of(outOfMemory.kills(pod)),
        OptionalLong.of(pod.restarts()),
        OptionalLong.empty(),
        OptionalInt.empty());
  }

  @Override
  public Approach approach() {
    return approach;
  }

  private ControlFailure nobody() {
    return new ControlFailure(
        Reason.NOT_FOUND,
        "no pod in " + where + " carries the labels of spec.controlPlane.hosted.podSelector",
        "correct the selector, or see why its workload has no pods");
  }

  private ControlFailure forbidden() {
    return new ControlFailure(
        Reason.API_CLOSED,
        "the operator may not " + String.join(", ", missing),
        "apply operator/hosted for that namespace, as bootstrap-scripts/enroll-cluster --hosted does");
  }
}
