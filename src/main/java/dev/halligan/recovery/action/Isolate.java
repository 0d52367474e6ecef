package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.fence.Fence;
import dev.halligan.diagnosis.LaneHealth;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Cohorts;
import dev.halligan.recovery.Moment;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.Readmission;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.StepSettings;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Times;
import dev.halligan.recovery.Undoing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Raises the fence on every instance. It counts as up only when an administrator is seen to pass;
 * if not it is lifted at once. It is renewed while the recovery runs and dies with its keeper.
 */
public final class Isolate implements Action {
  /** Before a lost fence is raised again, the cluster is looked at for so long. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final int ENOUGH = 4;
  private static final String ADMINS = "admins";
  private static final String REFUSED_ADMINS = "refusedAdmins";

  @Override
  public ActionType type() {
    return ActionType.ISOLATE;
  }

  @Override
  public String intent(StepContext step) {
    return "refuse every client but %s at the network, for %d s unless renewed"
        .formatted(
            String.join(", ", step.situation().cluster().admins().cidrs()),
            StepSettings.fenceTtl(step.settings()).toSeconds());
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    return Map.of("fence", "lift");
  }

  @Override
  public Outcome act(StepContext step) {
    Fence.State state = raise(step);
    step.ledger().mark(Moment.FENCED, step.now());
    step.ledger().progress(step.index(), Steps.plus(renewedNow(step), ADMINS, admins(step)));
    return new Outcome.Done(
        "the fence is up on %d of %d instances and administrators pass%s"
            .formatted(state.instancesUp(), state.instances(), reservations(step)),
        Map.of("instances", String.valueOf(state.instances())));
  }

  private static String reservations(StepContext step) {
    String shut =
        step.situation().hands().fence().shutWays().stream()
            .map(way -> "; " + way)
            .collect(Collectors.joining());
    return Missing.words(step, "left out, and fenced as soon as it is back") + shut;
  }

  private static Fence.State raise(StepContext step) {
    Fence fence = step.situation().hands().fence();
    Fence.State state = fence.isolate(admission(step));
    try {
      fence.verifyAdminPasses();
    } catch (ControlFailure e) {
      fence.lift();
      throw e;
    }
    return state;
  }

  private static Fence.Admission admission(StepContext step) {
    return admission(step, step.situation().cluster().admins().cidrs());
  }

  private static Fence.Admission admission(StepContext step, List<String> admins) {
    var nodes = step.situation().cluster().controlPlane().nodes();
    return new Fence.Admission(
        admins, nodes == null ? List.of() : nodes.hosts(), StepSettings.fenceTtl(step.settings()));
  }

  @Override
  public void upkeep(StepContext step) {
    Duration ttl = StepSettings.fenceTtl(step.settings());
    Instant renewedAt =
        Instant.parse(step.progress().getOrDefault(Steps.RENEWED_AT, step.entry().startedAt()));
    boolean due = !step.now().isBefore(renewedAt.plus(ttl.dividedBy(4)));
    if (step.ledger().timeline().readmittedAt() != null) {
      return;
    }
    if (due && !renew(step, ttl)) {
      return;
    }
    if (due) {
      step.ledger().progress(step.index(), renewedNow(step));
    }
    followAdmins(step);
  }

  /**
   * Who edits admins during a recovery must not lock us out either: the new ones count when we are
   * seen to pass, else those from before are put back and the new ones are not tried again.
   */
  private static void followAdmins(StepContext step) {
    String wanted = admins(step);
    String standing = step.progress().getOrDefault(ADMINS, wanted);
    if (wanted.equals(standing) || wanted.equals(step.progress().get(REFUSED_ADMINS))) {
      return;
    }
    Fence fence = step.situation().hands().fence();
    fence.replaceAdmins(admission(step));
    try {
      fence.verifyAdminPasses();
      step.ledger().progress(step.index(), Steps.plus(step.progress(), ADMINS, wanted));
    } catch (ControlFailure e) {
      fence.replaceAdmins(admission(step, List.of(standing.split(","))));
      step.ledger().progress(step.index(), Steps.plus(step.progress(), REFUSED_ADMINS, wanted));
      throw new ControlFailure(
          e.reason(),
          "spec.admins.cidrs as edited would lock Halligan out (%s); the fence goes on with %s"
              .formatted(e.getMessage(), standing),
          e.fix(),
          e);
    }
  }

  /** False when there was nothing to renew and it is not the time to raise it again. */
  private static boolean renew(StepContext step, Duration ttl) {
    try {
      step.situation().hands().fence().renew(ttl);
      return true;
    } catch (ControlFailure e) {
      if (e.reason() != ControlFailure.Reason.NO_FENCE) {
        throw e;
      }
      return raiseAgain(step);
    }
  }

  /**
   * The keeper was away for longer than the fence lives, or an instance is back that was gone.
   * Whether everybody came back well meanwhile is looked at first: a cluster that is well is never
   * fenced a second time. Where the fence stands it stays, so connections let through live on.
   * Whoever takes a recovery back wants no fence again.
   */
  private static boolean raiseAgain(StepContext step) {
    if (step.ledger().isTakingBack()) {
      return false;
    }
    step.ledger().resume(step.now());
    LaneHealth lanes = step.situation().lanes().since(step.now().minus(LOOK));
    if (lanes.samples() < ENOUGH) {
      return false;
    }
    boolean gone = step.situation().hands().fence().state().instancesUp() == 0;
    Readmission.Settings gates = step.readmission();
    if (gone && Readmission.gate(lanes, gates).holds()) {
      step.ledger().mark(Moment.READMITTED, step.now());
      return false;
    }
    raise(step);
    int pace = step.readmission().connectionsPerSecond();
    Cohorts.of(step.situation().cluster()).stream()
        .map(
            c -> new Fence.CohortShare(c.name(), c.cidrs(), step.ledger().admitted(c.name()), pace))
        .filter(c -> c.share() > 0)
        .forEach(step.situation().hands().fence()::admit);
    return true;
  }

  private static String admins(StepContext step) {
    return String.join(",", step.situation().cluster().admins().cidrs());
  }

  private static Map<String, String> renewedNow(StepContext step) {
    return Steps.plus(step.progress(), Steps.RENEWED_AT, Times.format(step.now()));
  }

  /** Lifts the fence and sees that it is gone. */
  static void lift(StepContext step) {
    Fence fence = step.situation().hands().fence();
    fence.lift();
    if (fence.state().instancesUp() > 0) {
      throw new ControlFailure(
          ControlFailure.Reason.CONFLICT,
          "the fence is still up after it was lifted",
          "It is lifted again, and expires by itself");
    }
    step.ledger().mark(Moment.READMITTED, step.now());
  }

  @Override
  public Undoing undo(StepContext step) {
    lift(step);
    return new Undoing.Undone(
        "the fence is lifted" + Missing.words(step, "a fence there expires by itself"));
  }
}
