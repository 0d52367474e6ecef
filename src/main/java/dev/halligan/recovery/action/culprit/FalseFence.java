package dev.halligan.recovery.action.culprit;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.attribution.DominantIdentity;
import dev.halligan.attribution.RejectedPacketRates;
import dev.halligan.control.Fence;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.signal.HostsAtRest;
import dev.halligan.recovery.readmission.Readmission;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.record.UndoSteps;
import dev.halligan.recovery.step.EvidenceStore.EvidenceSnapshot;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a fence blocks clients for no reason: no workload is suspected, no client retries heavily
 * at the fence, and the hosts are idle and were idle before it. All of that must be known; until
 * then a person decides. Behind a fence every host is idle, so that alone proves nothing.
 */
final class FalseFence {
  static final Duration AFTER = Duration.ofSeconds(60);
  private static final Duration LISTEN = Duration.ofSeconds(20);
  private static final Duration BEFORE = Duration.ofMinutes(2);
  private static final Duration RECENT = Duration.ofSeconds(5);

  /** For one address, in packets a second. Measured: quiet clients up to 3, offenders 3,000. */
  private static final int LOUD = 10;

  private final StepContext step;
  private final Instant fenced;

  private FalseFence(StepContext step, Instant fenced) {
    this.step = step;
    this.fenced = fenced;
  }

  /** Why the recovery is rolled back; empty while a person has to decide. */
  static Optional<String> reason(StepContext step) {
    return Optional.ofNullable(step.record().timeline().fencedAt())
        .filter(_ -> step.record().timeline().readmittedAt() == null)
        .map(at -> new FalseFence(step, Instant.parse(at)))
        .filter(FalseFence::mayJudge)
        .flatMap(FalseFence::judge);
  }

  /** A named culprit is evidence of overload; so is growth, without which no answer came. */
  private boolean mayJudge() {
    boolean looked = step.entry().state() == StepState.FAILED || Steps.isAsked(step.entry());
    boolean named =
        step.context().annotations().culprit().isPresent()
            || step.context().request().culprit() != null;
    boolean grown =
        step.record().step(ActionType.GROW_API_SERVER).filter(UndoSteps::mayHaveActed).isPresent();
    return looked && !named && !grown && step.fence().counts();
  }

  private Optional<String> judge() {
    Optional<RejectedPacketCounts> before =
        Optional.ofNullable(step.progress(CulpritProgress.class).quiet());
    if (before.isPresent() && !isTime(before.get())) {
      return Optional.empty();
    }
    RejectedPacketCounts now = RejectedPacketCounts.at(step.fence(), step.stamp());
    boolean isFalse =
        before.filter(then -> isQuiet(now.since(then, fenced))).isPresent()
            && nobodyIsMissing()
            && answersWell()
            && nobodyFilledTheQueues()
            && hostsRest();
    if (!isFalse) {
      step.progress(step.progress(CulpritProgress.class).withQuiet(now));
    }
    return isFalse ? Optional.of(why()) : Optional.empty();
  }

  private boolean isTime(RejectedPacketCounts before) {
    return Timestamps.isOver(fenced, AFTER, step.now())
        && Timestamps.isOver(before.at(), LISTEN, step.now());
  }

  private static boolean isQuiet(RejectedPacketRates knocking) {
    long seconds = knocking.thenFor().toSeconds();
    return seconds > 0
        && knocking.then().stream().allMatch(load -> load.packets() < LOUD * seconds);
  }

  private boolean answersWell() {
    return Readmission.gate(step.lanes().since(step.now().minus(RECENT)), step.readmission())
        .holds();
  }

  private boolean nobodyFilledTheQueues() {
    return step.context()
        .evidence()
        .newest()
        .filter(snapshot -> !snapshot.at().isBefore(from()))
        .map(EvidenceSnapshot::identities)
        .flatMap(queued -> DominantIdentity.among(queued, step.neverNamespaces()))
        .isEmpty();
  }

  /** A host that is gone cannot be overloaded, so it is not waited for. */
  private boolean nobodyIsMissing() {
    Fence fence = step.fence();
    return fence.absent().containsAll(fence.missing());
  }

  private boolean hostsRest() {
    List<String> absent = step.fence().absent();
    List<NodeEvidence> said =
        step.context().evidence().hosts().stream()
            .filter(one -> !absent.contains(one.host()))
            .toList();
    return new HostsAtRest(from(), fenced, step.now())
        .objection(said, step.hosts() - absent.size())
        .isEmpty();
  }

  private Instant from() {
    Instant calm = fenced.minus(BEFORE);
    return Optional.ofNullable(step.record().timeline().onsetAt())
        .map(Instant::parse)
        .filter(onset -> onset.isBefore(calm))
        .orElse(calm);
  }

  private String why() {
    return ("false alarm: no workload is suspected, no client retries heavily at the fence, and the"
            + " hosts were idle before it and still are. The fence is lifted after %d s")
        .formatted(Duration.between(fenced, step.now()).toSeconds());
  }
}
