package dev.halligan.recovery.action.isolation;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.Fence;
import dev.halligan.recovery.action.isolation.StandingFence.Raised;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.record.TimelineEvent;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UndoResult;
import dev.halligan.recovery.step.UnreachableInstances;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Raises the fence on every instance. The fence counts as up only once an administrator's
 * connection has passed; otherwise it is lifted immediately. Halligan renews it while the recovery
 * runs; without renewals it expires. Where no fence holds, the dominant identity is jailed instead.
 */
public final class Isolate implements Action {
  /** Time limit for one instance where a fence takes time to go up. */
  private static final Duration AN_INSTANCE = Duration.ofSeconds(60);

  @Override
  public ActionType type() {
    return ActionType.ISOLATE;
  }

  @Override
  public String intent(StepContext step) {
    return "block every client except %s at the network, for %d s unless renewed"
        .formatted(
            String.join(", ", step.cluster().admins().cidrs()),
            StepSettings.fenceTtl(step.settings()).toSeconds());
  }

  @Override
  public Record prepare(StepContext step) {
    return new FenceUndo(true, IdentityJailing.dominant(step).stream().toList());
  }

  @Override
  public Outcome act(StepContext step) {
    StandingFence standing = new StandingFence(step);
    IsolateWithoutFence without = new IsolateWithoutFence(standing);
    if (without.isChosen()) {
      return without.confine();
    }
    try {
      Raised raised = advance(standing);
      return raised.state().up() ? up(standing, raised) : pending(step, raised.state());
    } catch (ControlFailure e) {
      return switch (e.reason()) {
        case NOT_ENFORCED -> {
          step.fence().lift();
          yield without.because("no fence: " + e.getMessage(), e.fix());
        }
        case UNSUPPORTED -> without.because(e.getMessage(), e.fix());
        default -> throw e;
      };
    }
  }

  private static Outcome up(StandingFence standing, Raised raised) {
    StepContext step = standing.step();
    Fence.State state = raised.state();
    step.record().mark(TimelineEvent.FENCED, raised.since());
    step.renewed();
    standing.note(p -> p.withAdmins(step.cluster().admins().cidrs()));
    return new Outcome.Done(
        "the fence is up on %d of %d instances and administrators pass%s"
            .formatted(state.instancesUp(), state.instances(), reservations(step)),
        new FenceResult(state.instances()));
  }

  private static Outcome pending(StepContext step, Fence.State state) {
    Duration grace = AN_INSTANCE.multipliedBy(Math.max(1, state.instances()));
    step.notes(notes -> notes.withGrace(grace));
    return new Outcome.Again(
        state.pending() == null ? "raising the fence" : state.pending(), Duration.ofMillis(500));
  }

  private static String reservations(StepContext step) {
    String shut =
        step.fence().shutWays().stream().map(way -> "; " + way).collect(Collectors.joining());
    return relays(step)
        + UnreachableInstances.describe(step, "it is left out, and fenced as soon as it is back")
        + deaf(step)
        + shut;
  }

  private static String relays(StepContext step) {
    List<String> relays = step.fence().relays();
    return relays.isEmpty() ? "" : "; relays are fenced too: " + String.join(", ", relays);
  }

  private static String deaf(StepContext step) {
    List<String> deaf = step.fence().deaf();
    return deaf.isEmpty()
        ? ""
        : ("; clients still get in at %s: the API port there accepts connections, but SSH does not"
                + " answer; check its load and its sshd from the console")
            .formatted(String.join(", ", deaf));
  }

  /** Raises the fence, or checks how far it is, renewing it on its way up. */
  private static Raised advance(StandingFence standing) {
    StepContext step = standing.step();
    if (!step.isRenewalDue(standing.ttl().dividedBy(4))) {
      Fence.State state = standing.verified(standing.fence().state());
      if (state.up() || state.pending() != null) {
        return new Raised(state, step.now());
      }
    }
    Raised raised = standing.raise();
    step.renewed();
    return raised;
  }

  @Override
  public void keepAlive(StepContext step) {
    new FenceKeepAlive(new StandingFence(step)).look();
  }

  /** Lifts the fence and checks that it is gone. */
  public static void lift(StepContext step) {
    new StandingFence(step).lift();
  }

  @Override
  public UndoResult undo(StepContext step) {
    StandingFence standing = new StandingFence(step);
    if (new IsolateWithoutFence(standing).mayJail()) {
      IdentityJailing.release(step);
    }
    standing.lift();
    return new UndoResult.Undone(
        "the fence is lifted"
            + UnreachableInstances.describe(step, "a fence there expires by itself"));
  }
}
