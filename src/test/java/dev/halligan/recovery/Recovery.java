package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.recovery.action.Actions;
import java.time.Duration;
import java.util.Map;

/** Runs passes over a {@link World} until the recovery ends or waits, in virtual time. */
final class Recovery {
  static final Consent NOBODY = Consent.of(false, Map.of());

  private final World world;
  private final RecoveryPlaybookSpec playbook;
  RecoveryRequestSpec request = World.request(false, false);
  Consent consent = NOBODY;

  /** What happens before the next operator comes. */
  Runnable onDeath = () -> {};

  Recovery(World world) {
    this(world, BuiltInPlaybook.spec());
  }

  Recovery(World world, RecoveryPlaybookSpec playbook) {
    this.world = world;
    this.playbook = playbook;
  }

  /** Passes until the end, or until so much virtual time is over. A killed operator comes back. */
  void runFor(Duration atMost) {
    var end = world.now.plus(atMost);
    while (world.now.isBefore(end)) {
      PassResult result = passOrDie();
      if (result.again().isEmpty()) {
        return;
      }
      world.now = world.now.plus(result.again().get());
    }
  }

  private PassResult passOrDie() {
    try {
      return new Engine(Actions.all())
          .pass(
              new Engine.Found(World.KUBECTL, world.status, 1, 7),
              () -> Planning.plan("test", playbook),
              world.situation(request, consent),
              world);
    } catch (World.Killed e) {
      world.lifetime = -1;
      onDeath.run();
      return PassResult.after(Duration.ofSeconds(5));
    }
  }

  String condition(String type) {
    return ConditionSet.of(world.status.conditions())
        .get(type)
        .map(c -> c.getStatus() + " " + c.getReason())
        .orElse("absent");
  }

  String message(String type) {
    return ConditionSet.of(world.status.conditions()).get(type).orElseThrow().getMessage();
  }
}
