package dev.halligan.recovery.action.isolation;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.Fence;
import dev.halligan.diagnosis.signal.LaneHealth;
import dev.halligan.recovery.readmission.Readmission;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks a standing fence every ten seconds: whether it holds, whether it rejects anybody, and
 * whether administrators pass.
 */
final class FenceLook {
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** After a fence went up or was repaired, blocked clients retry within this time. */
  private static final Duration KNOCK_WINDOW = Duration.ofSeconds(5);

  /** A fence that fails again this soon after a repair cannot be repaired. */
  private static final Duration HOLDS_FOR = Duration.ofSeconds(30);

  private static final int ENOUGH = 4;
  private static final String LOOKED_AT = "lookedAt";
  private static final String REPAIRED_AT = "repairedAt";
  private static final String DEAF = "deaf";
  private static final String ALARMED_AT = "alarmedAt";
  private static final String TURNS_NOBODY_AWAY =
      "the fence rejects nobody: the API server is still loaded, but no packet was refused. Most"
          + " connections: %s. The load may come from an address that the fence admits: a load"
          + " balancer, relay or pod on a control-plane host. Run `halligan-node clients` there";

  private FenceLook() {}

  /**
   * False if the fence had to be lifted.
   *
   * @throws ControlFailure NOT_ENFORCED if it does not hold although it was repaired
   */
  static boolean take(StepContext step) {
    if (!isDue(step)) {
      return true;
    }
    note(step, LOOKED_AT);
    PassageProof.look(step);
    boolean stands = step.record().timeline().readmittedAt() == null;
    if (stands) {
      hold(step);
      tellDeaf(step);
    }
    return stands;
  }

  private static void tellDeaf(StepContext step) {
    String deaf = String.join(", ", step.fence().deaf());
    if (deaf.equals(step.progress().getOrDefault(DEAF, ""))) {
      return;
    }
    step.record().progress(step.index(), Steps.plus(step.progress(), DEAF, deaf));
    if (!deaf.isEmpty() && !step.entry().message().contains(deaf)) {
      Saying.say(
          step,
          ("clients get in at %s: the API port there accepts connections, but SSH no longer answers."
                  + " Halligan keeps trying and fences it as soon as SSH answers. Check its load"
                  + " and its sshd from the console")
              .formatted(deaf));
    }
  }

  private static boolean isDue(StepContext step) {
    Optional<Instant> last = past(step, step.progress().get(LOOKED_AT));
    Optional<Instant> changed =
        past(step, step.progress().get(REPAIRED_AT)).or(() -> fencedAt(step));
    boolean first = last.isEmpty() || changed.filter(c -> !c.isBefore(last.get())).isPresent();
    return first
        ? isOver(step, changed.map(c -> c.plus(KNOCK_WINDOW)))
        : isOver(step, last.map(l -> l.plus(EVERY)));
  }

  private static void hold(StepContext step) {
    try {
      alarm(step, step.fence().state());
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
   * The hosts restore the rules and keep the admitted clients; whatever changed them may be gone.
   */
  private static void repair(StepContext step, ControlFailure e) {
    note(step, REPAIRED_AT);
    step.fence().replaceAdmins(Isolate.admission(step));
    Saying.say(step, e.getMessage() + "; Halligan restored its rules");
  }

  /** Only while every cohort is blocked and the server is still loaded. */
  private static void alarm(StepContext step, Fence.State state) {
    Fence fence = step.fence();
    boolean shut = step.record().admitted().stream().allMatch(a -> a.share() == 0);
    boolean silent = fence.counts() && state.instancesUp() > 0 && state.rejected() == 0;
    if (!shut || !silent || step.progress().containsKey(ALARMED_AT)) {
      return;
    }
    LaneHealth lanes = step.lanes().since(step.now().minus(KNOCK_WINDOW));
    if (lanes.samples() >= ENOUGH && isLoaded(step, lanes)) {
      note(step, ALARMED_AT);
      Saying.say(step, TURNS_NOBODY_AWAY.formatted(connected(fence)));
    }
  }

  /** A server that is gone is not loaded, whatever the lanes report. */
  private static boolean isLoaded(StepContext step, LaneHealth lanes) {
    return !Readmission.gate(lanes, step.readmission()).holds() && step.capacity().runs();
  }

  private static String connected(Fence fence) {
    String most =
        fence.connectedClients(3).stream()
            .map(t -> "%s (%d)".formatted(t.address(), t.count()))
            .collect(Collectors.joining(", "));
    return most.isEmpty() ? "none" : most;
  }

  private static Optional<Instant> fencedAt(StepContext step) {
    return past(step, step.record().timeline().fencedAt());
  }

  private static boolean isOver(StepContext step, Optional<Instant> moment) {
    return moment.filter(step.now()::isBefore).isEmpty();
  }

  /** A time in the future comes from a clock that was set back since; it counts as long ago. */
  private static Optional<Instant> past(StepContext step, String noted) {
    return Optional.ofNullable(noted).map(Instant::parse).filter(at -> !at.isAfter(step.now()));
  }

  private static void note(StepContext step, String key) {
    step.record()
        .progress(step.index(), Steps.plus(step.progress(), key, Timestamps.format(step.now())));
  }
}
