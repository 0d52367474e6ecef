package dev.halligan.recovery.action.isolation;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.Fence;
import dev.halligan.diagnosis.signal.LaneHealth;
import dev.halligan.recovery.readmission.ClientCohorts;
import dev.halligan.recovery.readmission.Readmission;
import dev.halligan.recovery.step.StepContext;
import java.time.Duration;
import java.util.List;

/** Renews the fence, applies edits of the administrators, and raises the fence again if lost. */
record FenceKeepAlive(StandingFence standing) {
  /** Before a lost fence is raised again, the cluster is observed for this long. */
  private static final Duration CHECK_WINDOW = Duration.ofSeconds(5);

  private static final int ENOUGH = 4;

  void look() {
    if (standing.isOpen()) {
      return;
    }
    try {
      keep();
    } catch (ControlFailure e) {
      if (e.reason() == ControlFailure.Reason.NOT_ENFORCED) {
        standing.giveUp("the fence was lifted because it does not hold: " + e.getMessage());
      }
      throw e;
    }
  }

  private void keep() {
    if (standing.hasForgotten()) {
      standing.rememberAnew();
    }
    boolean due = step().isRenewalDue(standing.ttl().dividedBy(4));
    if (isRaising()) {
      raising(standing.verified(standing.fence().state()));
    }
    if (!isRaising() && !new FenceLook(standing).take()) {
      return;
    }
    if (due && !renew()) {
      return;
    }
    if (due) {
      step().renewed();
    }
    followAdmins();
  }

  /**
   * An edit of admins during a recovery must not lock Halligan out either. New admins apply only if
   * Halligan's own connection passes; otherwise the previous ones are restored, and the new ones
   * are not tried again.
   */
  private void followAdmins() {
    List<String> wanted = step().cluster().admins().cidrs();
    FenceProgress progress = standing.progress();
    List<String> before = progress.admins().isEmpty() ? wanted : progress.admins();
    if (wanted.equals(before) || wanted.equals(progress.refusedAdmins())) {
      return;
    }
    Fence fence = standing.fence();
    fence.replaceAdmins(standing.admission(wanted));
    try {
      fence.verifyAdminPasses();
      step().renewed();
      standing.note(p -> p.withAdmins(wanted));
    } catch (ControlFailure e) {
      fence.replaceAdmins(standing.admission(before));
      standing.note(p -> p.withRefusedAdmins(wanted));
      throw new ControlFailure(
          e.reason(),
          "the edited spec.admins.cidrs would lock Halligan out (%s); the fence keeps admitting %s"
              .formatted(e.getMessage(), String.join(",", before)),
          e.fix(),
          e);
    }
  }

  /** False if the fence has expired and must not be raised again now. */
  private boolean renew() {
    try {
      standing.fence().renew(standing.ttl());
      return true;
    } catch (ControlFailure e) {
      if (e.reason() != ControlFailure.Reason.NO_FENCE) {
        throw e;
      }
      return raiseAgain();
    }
  }

  /**
   * Halligan was away for longer than the fence lives, or a lost instance is back. A cluster that
   * recovered in the meantime is not fenced a second time. Where the fence still stands it stays,
   * and admitted connections survive. During a rollback no fence is raised again.
   */
  private boolean raiseAgain() {
    if (step().record().isTakingBack()) {
      return false;
    }
    step().record().resume(step().now());
    LaneHealth lanes = step().lanes().since(step().now().minus(CHECK_WINDOW));
    if (lanes.samples() < ENOUGH) {
      return false;
    }
    boolean gone = standing.fence().state().instancesUp() == 0;
    if (gone && Readmission.gate(lanes, step().readmission()).holds()) {
      standing.markOpen();
      return false;
    }
    if (!isRaisedAgain()) {
      return false;
    }
    admitAgain();
    return true;
  }

  private void admitAgain() {
    int pace = step().readmission().connectionsPerSecond();
    ClientCohorts.of(step().cluster()).stream()
        .map(
            c ->
                new Fence.CohortShare(
                    c.name(), c.cidrs(), step().record().admitted(c.name()), pace))
        .filter(c -> c.share() > 0)
        .forEach(standing.fence()::admit);
  }

  /** If a fence would lock Halligan out now, it is lifted and every client is admitted. */
  private boolean isRaisedAgain() {
    try {
      raising(standing.raise().state());
      return true;
    } catch (ControlFailure e) {
      if (e.isTransient() || e.reason() == ControlFailure.Reason.NOT_ENFORCED) {
        throw e;
      }
      standing.giveUp(
          "the fence was not raised again: %s, so every client is admitted. %s"
              .formatted(e.getMessage(), e.fix()));
      return false;
    }
  }

  private boolean isRaising() {
    return standing.progress().raising();
  }

  private void raising(Fence.State state) {
    if (isRaising() == state.up()) {
      standing.note(p -> p.withRaising(!state.up()));
    }
  }

  private StepContext step() {
    return standing.step();
  }
}
