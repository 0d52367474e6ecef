package dev.halligan.recovery.action.isolation;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.Fence;
import dev.halligan.diagnosis.signal.LaneHealth;
import dev.halligan.recovery.readmission.Readmission;
import dev.halligan.recovery.step.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks a standing fence every ten seconds: whether it holds, whether it rejects anybody, and
 * whether administrators pass.
 */
record FenceLook(StandingFence standing) {
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** After a fence went up or was repaired, blocked clients retry within this time. */
  private static final Duration KNOCK_WINDOW = Duration.ofSeconds(5);

  /** A fence that fails again this soon after a repair cannot be repaired. */
  private static final Duration HOLDS_FOR = Duration.ofSeconds(30);

  private static final int ENOUGH = 4;
  private static final String TURNS_NOBODY_AWAY =
      "the fence rejects nobody: the API server is still loaded, but no packet was refused. Most"
          + " connections: %s. The load may come from an address that the fence admits: a load"
          + " balancer, relay or pod on a control-plane host. Run `halligan-node clients` there";

  /**
   * False if the fence had to be lifted.
   *
   * @throws ControlFailure NOT_ENFORCED if it does not hold although it was repaired
   */
  boolean take() {
    if (!isDue()) {
      return true;
    }
    Instant now = step().stamp();
    standing.note(p -> p.withCheckedAt(now));
    new PassageProof(standing).look();
    if (standing.isOpen()) {
      return false;
    }
    hold();
    tellDeaf();
    return true;
  }

  private void tellDeaf() {
    List<String> deaf = standing.fence().deaf();
    if (deaf.equals(standing.progress().deaf())) {
      return;
    }
    standing.note(p -> p.withDeaf(deaf));
    String hosts = String.join(", ", deaf);
    if (!deaf.isEmpty() && !step().entry().message().contains(hosts)) {
      standing.say(
          ("clients get in at %s: the API port there accepts connections, but SSH no longer answers."
                  + " Halligan keeps trying and fences it as soon as SSH answers. Check its load"
                  + " and its sshd from the console")
              .formatted(hosts));
    }
  }

  private boolean isDue() {
    FenceProgress progress = standing.progress();
    Optional<Instant> last = past(progress.checkedAt());
    Optional<Instant> changed = past(progress.repairedAt()).or(this::fencedAt);
    boolean first = last.isEmpty() || changed.filter(c -> !c.isBefore(last.get())).isPresent();
    return first
        ? isOver(changed.map(c -> c.plus(KNOCK_WINDOW)))
        : isOver(last.map(l -> l.plus(EVERY)));
  }

  private void hold() {
    try {
      alarm(standing.fence().state());
    } catch (ControlFailure e) {
      if (e.reason() != ControlFailure.Reason.NOT_ENFORCED || wasRepaired()) {
        throw e;
      }
      repair(e);
    }
  }

  private boolean wasRepaired() {
    return past(standing.progress().repairedAt())
        .filter(at -> step().now().isBefore(at.plus(HOLDS_FOR)))
        .isPresent();
  }

  /**
   * The hosts restore the rules and keep the admitted clients; whatever changed them may be gone.
   */
  private void repair(ControlFailure e) {
    Instant now = step().stamp();
    standing.note(p -> p.withRepairedAt(now));
    standing.fence().replaceAdmins(standing.admission());
    standing.say(e.getMessage() + "; Halligan restored its rules");
  }

  /** Only while every cohort is blocked and the server is still loaded. */
  private void alarm(Fence.State state) {
    Fence fence = standing.fence();
    boolean shut = step().record().admitted().stream().allMatch(a -> a.share() == 0);
    boolean silent = fence.counts() && state.instancesUp() > 0 && state.rejected() == 0;
    if (!shut || !silent || standing.progress().alarmedAt() != null) {
      return;
    }
    LaneHealth lanes = step().lanes().since(step().now().minus(KNOCK_WINDOW));
    if (lanes.samples() >= ENOUGH && isLoaded(lanes)) {
      Instant now = step().stamp();
      standing.note(p -> p.withAlarmedAt(now));
      standing.say(TURNS_NOBODY_AWAY.formatted(connected(fence)));
    }
  }

  /** A server that is gone is not loaded, whatever the lanes report. */
  private boolean isLoaded(LaneHealth lanes) {
    return !Readmission.gate(lanes, step().readmission()).holds() && step().capacity().runs();
  }

  private static String connected(Fence fence) {
    String most =
        fence.connectedClients(3).stream()
            .map(t -> "%s (%d)".formatted(t.address(), t.count()))
            .collect(Collectors.joining(", "));
    return most.isEmpty() ? "none" : most;
  }

  private Optional<Instant> fencedAt() {
    String fenced = step().record().timeline().fencedAt();
    return past(fenced == null ? null : Instant.parse(fenced));
  }

  private boolean isOver(Optional<Instant> moment) {
    return moment.filter(step().now()::isBefore).isEmpty();
  }

  /** A time in the future comes from a clock that was set back since; it counts as long ago. */
  private Optional<Instant> past(Instant noted) {
    return Optional.ofNullable(noted).filter(at -> !at.isAfter(step().now()));
  }

  private StepContext step() {
    return standing.step();
  }
}
