package dev.halligan.recovery.fake;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.recovery.action.Actions;
import dev.halligan.recovery.engine.Engine;
import dev.halligan.recovery.engine.PassResult;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import dev.halligan.recovery.plan.Planning;
import dev.halligan.recovery.record.RecordSnapshot;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.status.ConditionSet;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Runs passes over a {@link FakeCluster} until the recovery ends or waits, in virtual time. */
public final class RecoveryHarness {
  public static final RequestAnnotations NOBODY = RequestAnnotations.of(false, Map.of());

  private final FakeCluster world;
  private final RecoveryPlaybookSpec playbook;
  public RecoveryRequestSpec request = FakeCluster.request(false, false);
  public RequestAnnotations annotations = NOBODY;

  /** What happens before the next operator comes. */
  public Runnable onDeath = () -> {};

  public RecoveryHarness(FakeCluster world) {
    this(world, BuiltInPlaybook.spec());
  }

  public RecoveryHarness(FakeCluster world, RecoveryPlaybookSpec playbook) {
    this.world = world;
    this.playbook = playbook;
  }

  /** Passes until the end, or until so much virtual time is over. A killed operator comes back. */
  public void runFor(Duration atMost) {
    var end = world.clock.instant().plus(atMost);
    while (world.clock.instant().isBefore(end)) {
      PassResult result = passOrDie();
      if (result.again().isEmpty()) {
        return;
      }
      world.clock.pass(result.again().get());
    }
  }

  private PassResult passOrDie() {
    try {
      return new Engine(Actions.all())
          .advance(
              new RecordSnapshot(FakeCluster.KUBECTL, world.status, 1, 7),
              () -> Planning.plan("test", playbook),
              world.context(request, annotations),
              world);
    } catch (FakeCluster.Killed e) {
      world.operator.lifetime = -1;
      onDeath.run();
      return new PassResult(Optional.of(Duration.ofSeconds(5)));
    }
  }

  public String condition(String type) {
    return ConditionSet.of(world.status.conditions())
        .get(type)
        .map(c -> c.getStatus() + " " + c.getReason())
        .orElse("absent");
  }

  public String message(String type) {
    return ConditionSet.of(world.status.conditions()).get(type).orElseThrow().getMessage();
  }
}
