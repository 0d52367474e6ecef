package dev.halligan.recovery.action;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.fence.Fence;
import dev.halligan.diagnosis.LaneHealth;
import dev.halligan.recovery.Cohorts;
import dev.halligan.recovery.Moment;
import dev.halligan.recovery.Readmission;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.StepSettings;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Times;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Keeps a fence that is up alive, with the administrators of now, and raises one that was lost. */
final class FenceUpkeep {
  /** Before a lost fence is raised again, the cluster is looked at for so long. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final int ENOUGH = 4;
  private static final String ADMINS = "admins";
  private static final String REFUSED_ADMINS = "refusedAdmins";

  /** Whether a fence that was lost is on its way up again. */
  private static final String RAISING = "raising";

  private FenceUpkeep() {}

  static void look(StepContext step) {
    if (step.ledger().timeline().readmittedAt() != null) {
      return;
    }
    try {
      keep(step);
    } catch (ControlFailure e) {
      if (e.reason() == ControlFailure.Reason.NOT_ENFORCED) {
        step.situation().hands().fence().lift();
        step.ledger().mark(Moment.READMITTED, step.now());
        Saying.say(step, "the fence was lifted, for it keeps nobody out: " + e.getMessage());
      }
      throw e;
    }
  }

  private static void keep(StepContext step) {
    Duration ttl = StepSettings.fenceTtl(step.settings());
    boolean due = step.isDue(Steps.RENEWED_AT, ttl.dividedBy(4));
    if (isRaising(step)) {
      Fence fence = step.situation().hands().fence();
      raising(step, Isolate.verified(fence, fence.state()));
    }
    if (!isRaising(step) && !FenceLook.take(step)) {
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
    List<String> wanted = step.situation().cluster().admins().cidrs();
    String standing = step.progress().getOrDefault(ADMINS, words(wanted));
    if (words(wanted).equals(standing)
        || words(wanted).equals(step.progress().get(REFUSED_ADMINS))) {
      return;
    }
    Fence fence = step.situation().hands().fence();
    fence.replaceAdmins(Isolate.admission(step, wanted));
    try {
      fence.verifyAdminPasses();
      step.ledger().progress(step.index(), admittedNow(step));
    } catch (ControlFailure e) {
      fence.replaceAdmins(Isolate.admission(step, List.of(standing.split(","))));
      step.ledger()
          .progress(step.index(), Steps.plus(step.progress(), REFUSED_ADMINS, words(wanted)));
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
    if (!isRaisedAgain(step)) {
      return false;
    }
    int pace = step.readmission().connectionsPerSecond();
    Cohorts.of(step.situation().cluster()).stream()
        .map(
            c -> new Fence.CohortShare(c.name(), c.cidrs(), step.ledger().admitted(c.name()), pace))
        .filter(c -> c.share() > 0)
        .forEach(step.situation().hands().fence()::admit);
    return true;
  }

  /** Where a fence would lock us out now there is none any more: everybody is back at once. */
  private static boolean isRaisedAgain(StepContext step) {
    try {
      raising(step, Isolate.raise(step).state());
      return true;
    } catch (ControlFailure e) {
      if (e.isTransient() || e.reason() == ControlFailure.Reason.NOT_ENFORCED) {
        throw e;
      }
      step.situation().hands().fence().lift();
      step.ledger().mark(Moment.READMITTED, step.now());
      Saying.say(step, "the fence was not raised again: %s. %s".formatted(e.getMessage(), e.fix()));
      return false;
    }
  }

  private static boolean isRaising(StepContext step) {
    return Boolean.parseBoolean(step.progress().get(RAISING));
  }

  private static void raising(StepContext step, Fence.State state) {
    if (isRaising(step) == state.up()) {
      step.ledger()
          .progress(
              step.index(), Steps.plus(step.progress(), RAISING, String.valueOf(!state.up())));
    }
  }

  /** As said by the journal: what it stands for, and when it was last renewed. */
  static Map<String, String> admittedNow(StepContext step) {
    return Steps.plus(renewedNow(step), ADMINS, words(step.situation().cluster().admins().cidrs()));
  }

  static Map<String, String> renewedNow(StepContext step) {
    return Steps.plus(step.progress(), Steps.RENEWED_AT, Times.format(step.now()));
  }

  private static String words(List<String> cidrs) {
    return String.join(",", cidrs);
  }
}
