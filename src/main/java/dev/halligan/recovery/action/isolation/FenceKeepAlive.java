package dev.halligan.recovery.action.isolation;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.Fence;
import dev.halligan.diagnosis.signal.LaneHealth;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.readmission.ClientCohorts;
import dev.halligan.recovery.readmission.Readmission;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.record.TimelineEvent;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Renews the fence, applies edits of the administrators, and raises the fence again if lost. */
final class FenceKeepAlive {
  /** Before a lost fence is raised again, the cluster is observed for this long. */
  private static final Duration CHECK_WINDOW = Duration.ofSeconds(5);

  private static final int ENOUGH = 4;
  private static final String ADMINS = "admins";
  private static final String REFUSED_ADMINS = "refusedAdmins";

  /** Whether a lost fence is on its way up again. */
  private static final String RAISING = "raising";

  private FenceKeepAlive() {}

  static void look(StepContext step) {
    if (step.record().timeline().readmittedAt() != null) {
      return;
    }
    try {
      keep(step);
    } catch (ControlFailure e) {
      if (e.reason() == ControlFailure.Reason.NOT_ENFORCED) {
        step.fence().lift();
        step.record().mark(TimelineEvent.READMITTED, step.now());
        Saying.say(step, "the fence was lifted because it does not hold: " + e.getMessage());
      }
      throw e;
    }
  }

  private static void keep(StepContext step) {
    Duration ttl = StepSettings.fenceTtl(step.settings());
    boolean due = step.isDue(Steps.RENEWED_AT, ttl.dividedBy(4));
    if (isRaising(step)) {
      Fence fence = step.fence();
      raising(step, Isolate.verified(fence, fence.state()));
    }
    if (!isRaising(step) && !FenceLook.take(step)) {
      return;
    }
    if (due && !renew(step, ttl)) {
      return;
    }
    if (due) {
      step.record().progress(step.index(), renewedNow(step));
    }
    followAdmins(step);
  }

  /**
   * An edit of admins during a recovery must not lock Halligan out either. New admins apply only if
   * Halligan's own connection passes; otherwise the previous ones are restored, and the new ones
   * are not tried again.
   */
  private static void followAdmins(StepContext step) {
    List<String> wanted = step.cluster().admins().cidrs();
    String standing = step.progress().getOrDefault(ADMINS, words(wanted));
    if (words(wanted).equals(standing)
        || words(wanted).equals(step.progress().get(REFUSED_ADMINS))) {
      return;
    }
    Fence fence = step.fence();
    fence.replaceAdmins(Isolate.admission(step, wanted));
    try {
      fence.verifyAdminPasses();
      step.record().progress(step.index(), admittedNow(step));
    } catch (ControlFailure e) {
      fence.replaceAdmins(Isolate.admission(step, List.of(standing.split(","))));
      step.record()
          .progress(step.index(), Steps.plus(step.progress(), REFUSED_ADMINS, words(wanted)));
      throw new ControlFailure(
          e.reason(),
          "the edited spec.admins.cidrs would lock Halligan out (%s); the fence keeps admitting %s"
              .formatted(e.getMessage(), standing),
          e.fix(),
          e);
    }
  }

  /** False if the fence has expired and must not be raised again now. */
  private static boolean renew(StepContext step, Duration ttl) {
    try {
      step.fence().renew(ttl);
      return true;
    } catch (ControlFailure e) {
      if (e.reason() != ControlFailure.Reason.NO_FENCE) {
        throw e;
      }
      return raiseAgain(step);
    }
  }

  /**
   * Halligan was away for longer than the fence lives, or a lost instance is back. A cluster that
   * recovered in the meantime is not fenced a second time. Where the fence still stands it stays,
   * and admitted connections survive. During a rollback no fence is raised again.
   */
  private static boolean raiseAgain(StepContext step) {
    if (step.record().isTakingBack()) {
      return false;
    }
    step.record().resume(step.now());
    LaneHealth lanes = step.lanes().since(step.now().minus(CHECK_WINDOW));
    if (lanes.samples() < ENOUGH) {
      return false;
    }
    boolean gone = step.fence().state().instancesUp() == 0;
    Readmission.Settings gates = step.readmission();
    if (gone && Readmission.gate(lanes, gates).holds()) {
      step.record().mark(TimelineEvent.READMITTED, step.now());
      return false;
    }
    if (!isRaisedAgain(step)) {
      return false;
    }
    int pace = step.readmission().connectionsPerSecond();
    ClientCohorts.of(step.cluster()).stream()
        .map(
            c -> new Fence.CohortShare(c.name(), c.cidrs(), step.record().admitted(c.name()), pace))
        .filter(c -> c.share() > 0)
        .forEach(step.fence()::admit);
    return true;
  }

  /** If a fence would lock Halligan out now, it is lifted and every client is admitted. */
  private static boolean isRaisedAgain(StepContext step) {
    try {
      raising(step, Isolate.raise(step).state());
      return true;
    } catch (ControlFailure e) {
      if (e.isTransient() || e.reason() == ControlFailure.Reason.NOT_ENFORCED) {
        throw e;
      }
      step.fence().lift();
      step.record().mark(TimelineEvent.READMITTED, step.now());
      Saying.say(
          step,
          "the fence was not raised again: %s, so every client is admitted. %s"
              .formatted(e.getMessage(), e.fix()));
      return false;
    }
  }

  private static boolean isRaising(StepContext step) {
    return Boolean.parseBoolean(step.progress().get(RAISING));
  }

  private static void raising(StepContext step, Fence.State state) {
    if (isRaising(step) == state.up()) {
      step.record()
          .progress(
              step.index(), Steps.plus(step.progress(), RAISING, String.valueOf(!state.up())));
    }
  }

  /** For the journal: the admitted administrators, and when the fence was last renewed. */
  static Map<String, String> admittedNow(StepContext step) {
    return Steps.plus(renewedNow(step), ADMINS, words(step.cluster().admins().cidrs()));
  }

  static Map<String, String> renewedNow(StepContext step) {
    return Steps.plus(step.progress(), Steps.RENEWED_AT, Timestamps.format(step.now()));
  }

  private static String words(List<String> cidrs) {
    return String.join(",", cidrs);
  }
}
