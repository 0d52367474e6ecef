package dev.halligan.recovery.action;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.fence.Fence;
import dev.halligan.diagnosis.LaneHealth;
import dev.halligan.recovery.Readmission;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Looks every ten seconds whether a fence that stands is one: whether it holds, whether it turns
 * anybody away, and whether administrators pass.
 */
final class FenceLook {
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** After a fence went up, or was put right: who is shut out knocks within this time. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** One that does not hold so soon after it was put right will not be put right. */
  private static final Duration HOLDS_FOR = Duration.ofSeconds(30);

  private static final int ENOUGH = 4;
  private static final String LOOKED_AT = "lookedAt";
  private static final String REPAIRED_AT = "repairedAt";
  private static final String DEAF = "deaf";
  private static final String ALARMED_AT = "alarmedAt";
  private static final String TURNS_NOBODY_AWAY =
      "this fence turns nobody away: the API server is still loaded, and nobody was refused. Most connections: %s. A balancer or relay on a control-plane host, and pods there, come with an address that a fence trusts"
          + ". Look there at halligan-node talkers";

  private FenceLook() {}

  /**
   * False when the fence had to be lifted; NOT_ENFORCED when it does not hold though it was put
   * right.
   */
  static boolean take(StepContext step) {
    if (!isDue(step)) {
      return true;
    }
    note(step, LOOKED_AT);
    PassageProof.look(step);
    boolean stands = step.ledger().timeline().readmittedAt() == null;
    if (stands) {
      hold(step);
      tellDeaf(step);
    }
    return stands;
  }

  private static void tellDeaf(StepContext step) {
    String deaf = String.join(", ", step.situation().hands().fence().deaf());
    if (deaf.equals(step.progress().getOrDefault(DEAF, ""))) {
      return;
    }
    step.ledger().progress(step.index(), Steps.plus(step.progress(), DEAF, deaf));
    if (!deaf.isEmpty() && !step.entry().message().contains(deaf)) {
      Saying.say(
          step,
          "clients get in at %s, which takes connections but gives no answer by SSH any more: it is asked on, and fenced as soon as it answers"
              .formatted(deaf));
    }
  }

  private static boolean isDue(StepContext step) {
    Optional<Instant> last = past(step, step.progress().get(LOOKED_AT));
    Optional<Instant> changed =
        past(step, step.progress().get(REPAIRED_AT)).or(() -> fencedAt(step));
    boolean first = last.isEmpty() || changed.filter(c -> !c.isBefore(last.get())).isPresent();
    return first
        ? isOver(step, changed.map(c -> c.plus(SOON)))
        : isOver(step, last.map(l -> l.plus(EVERY)));
  }

  private static void hold(StepContext step) {
    try {
      alarm(step, step.situation().hands().fence().state());
    } catch (ControlFailure e) {
      if (e.reason() != ControlFailure.Reason.NOT_ENFORCED || wasRepaired(step)) {
        throw e;
      }
      repair(step, e);
    }
  }

  private static boolean wasRepaired(StepContext step) {
    return past(step, step.progress().get(REPAIRED_AT))
        .filter(at -> step.now().isBefore(at.plus(HOLDS_FOR)))
        .isPresent();
  }

  /**
   * The hosts make the rules anew and keep who is let through; whoever changed them may be gone.
   */
  private static void repair(StepContext step, ControlFailure e) {
    note(step, REPAIRED_AT);
    step.situation().hands().fence().replaceAdmins(Isolate.admission(step));
    Saying.say(step, e.getMessage() + "; it was made anew");
  }

  /** Only while everybody is shut out, and the server has not been relieved. */
  private static void alarm(StepContext step, Fence.State state) {
    Fence fence = step.situation().hands().fence();
    boolean shut = step.ledger().admitted().stream().allMatch(a -> a.share() == 0);
    boolean silent = fence.counts() && state.instancesUp() > 0 && state.rejected() == 0;
    if (!shut || !silent || step.progress().containsKey(ALARMED_AT)) {
      return;
    }
    LaneHealth lanes = step.situation().lanes().since(step.now().minus(SOON));
    if (lanes.samples() >= ENOUGH && isLoaded(step, lanes)) {
      note(step, ALARMED_AT);
      Saying.say(step, TURNS_NOBODY_AWAY.formatted(connected(fence)));
    }
  }

  /** A server that is gone is not loaded, whatever the lanes say. */
  private static boolean isLoaded(StepContext step, LaneHealth lanes) {
    return !Readmission.gate(lanes, step.readmission()).holds()
        && step.situation().hands().capacity().runs();
  }

  private static String connected(Fence fence) {
    String most =
        fence.connections(3).stream()
            .map(t -> "%s (%d)".formatted(t.address(), t.packets()))
            .collect(Collectors.joining(", "));
    return most.isEmpty() ? "none" : most;
  }

  private static Optional<Instant> fencedAt(StepContext step) {
    return past(step, step.ledger().timeline().fencedAt());
  }

  private static boolean isOver(StepContext step, Optional<Instant> moment) {
    return moment.filter(step.now()::isBefore).isEmpty();
  }

  /** A moment that lies ahead is of a clock that was put back since: it counts as long ago. */
  private static Optional<Instant> past(StepContext step, String noted) {
    return Optional.ofNullable(noted).map(Instant::parse).filter(at -> !at.isAfter(step.now()));
  }

  private static void note(StepContext step, String key) {
    step.ledger()
        .progress(step.index(), Steps.plus(step.progress(), key, Times.format(step.now())));
  }
}
