package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.control.fence.Fence;
import dev.halligan.diagnosis.Elephant;
import dev.halligan.diagnosis.HostsAtRest;
import dev.halligan.diagnosis.Knocking;
import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.recovery.EvidenceBook.Page;
import dev.halligan.recovery.Readmission;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a fence shuts people out for nothing: nobody is suspected, no client knocks loudly at it,
 * and the hosts are at rest and were before it. All of that has to be known; a person is asked as
 * long as it is not. Behind a fence every host is at rest, so that alone says nothing.
 */
final class FalseFence {
  static final Duration AFTER = Duration.ofSeconds(60);
  private static final Duration LISTEN = Duration.ofSeconds(20);
  private static final Duration BEFORE = Duration.ofMinutes(2);
  private static final Duration RECENT = Duration.ofSeconds(5);

  /** Of one address, in packets a second. Quiet ones were seen at up to 3, offenders at 3,000. */
  private static final int LOUD = 10;

  /** Progress: who knocked when it was listened last. */
  private static final String QUIET = "quiet";

  private final StepContext step;
  private final Instant fenced;

  private FalseFence(StepContext step, Instant fenced) {
    this.step = step;
    this.fenced = fenced;
  }

  /** Why the recovery is to be taken back; empty as long as a person has to decide. */
  static Optional<String> words(StepContext step) {
    return Optional.ofNullable(step.ledger().timeline().fencedAt())
        .filter(_ -> step.ledger().timeline().readmittedAt() == null)
        .map(at -> new FalseFence(step, Instant.parse(at)))
        .filter(FalseFence::mayJudge)
        .flatMap(FalseFence::judge);
  }

  /** A named culprit, and a growth that was needed to be answered at all, are evidence. */
  private boolean mayJudge() {
    boolean looked = step.entry().state() == StepState.FAILED || Steps.isAsked(step.entry());
    boolean named =
        step.situation().consent().culprit().isPresent()
            || step.situation().request().culprit() != null;
    boolean grown =
        step.ledger().step(ActionType.GROW_API_SERVER).filter(Steps::mayHaveActed).isPresent();
    return looked && !named && !grown && step.situation().hands().fence().counts();
  }

  private Optional<String> judge() {
    Optional<Knocks> before = Optional.ofNullable(step.progress().get(QUIET)).map(Knocks::parse);
    if (before.isPresent() && !isTime(before.get())) {
      return Optional.empty();
    }
    Knocks now = Knocks.at(step.situation().hands().fence(), step.now());
    boolean isFalse =
        before.filter(then -> isQuiet(now.since(then, fenced))).isPresent()
            && nobodyIsMissing()
            && answersWell()
            && nobodyFilledTheQueues()
            && hostsRest();
    if (!isFalse) {
      step.ledger().progress(step.index(), Steps.plus(step.progress(), QUIET, now.format()));
    }
    return isFalse ? Optional.of(why()) : Optional.empty();
  }

  private boolean isTime(Knocks before) {
    return Times.isOver(fenced, AFTER, step.now()) && Times.isOver(before.at(), LISTEN, step.now());
  }

  private static boolean isQuiet(Knocking knocking) {
    long seconds = knocking.thenFor().toSeconds();
    return seconds > 0
        && knocking.then().stream().allMatch(load -> load.packets() < LOUD * seconds);
  }

  private boolean answersWell() {
    return Readmission.gate(
            step.situation().lanes().since(step.now().minus(RECENT)), step.readmission())
        .holds();
  }

  private boolean nobodyFilledTheQueues() {
    return step.situation()
        .evidence()
        .newest()
        .filter(page -> !page.at().isBefore(from()))
        .map(Page::identities)
        .flatMap(queued -> Elephant.among(queued, step.neverNamespaces()))
        .isEmpty();
  }

  /** Where nothing runs nothing drowns: a host that is gone is not waited for. */
  private boolean nobodyIsMissing() {
    Fence fence = step.situation().hands().fence();
    return fence.absent().containsAll(fence.missing());
  }

  private boolean hostsRest() {
    List<String> absent = step.situation().hands().fence().absent();
    List<NodeEvidence> said =
        step.situation().evidence().hosts().stream()
            .filter(one -> !absent.contains(one.host()))
            .toList();
    return new HostsAtRest(from(), fenced, step.now())
        .objection(said, step.hosts() - absent.size())
        .isEmpty();
  }

  private Instant from() {
    Instant calm = fenced.minus(BEFORE);
    return Optional.ofNullable(step.ledger().timeline().onsetAt())
        .map(Instant::parse)
        .filter(onset -> onset.isBefore(calm))
        .orElse(calm);
  }

  private String why() {
    return "a false alarm: nobody is suspected, nobody knocks loudly at the fence, and the hosts are at rest and were before it, so the fence is lifted after %d s"
        .formatted(Duration.between(fenced, step.now()).toSeconds());
  }
}
