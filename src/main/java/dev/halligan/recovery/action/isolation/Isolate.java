package dev.halligan.recovery.action.isolation;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.Fence;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.record.TimelineEvent;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UndoResult;
import dev.halligan.recovery.step.UnreachableInstances;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  public Map<String, String> prepare(StepContext step) {
    return Steps.plus(IdentityJailing.prepare(step), "fence", "lift");
  }

  @Override
  public Outcome act(StepContext step) {
    if (IsolateWithoutFence.is(step)) {
      return IsolateWithoutFence.confine(step);
    }
    try {
      Raised raised = advance(step);
      return raised.state().up() ? up(step, raised) : pending(step, raised.state());
    } catch (ControlFailure e) {
      return switch (e.reason()) {
        case NOT_ENFORCED -> {
          step.fence().lift();
          yield IsolateWithoutFence.because(step, "no fence: " + e.getMessage(), e.fix());
        }
        case UNSUPPORTED -> IsolateWithoutFence.because(step, e.getMessage(), e.fix());
        default -> throw e;
      };
    }
  }

  /**
   * The fence as it is.
   *
   * @param since when it began to block others; proving that takes further time
   */
  record Raised(Fence.State state, Instant since) {}

  private static Outcome up(StepContext step, Raised raised) {
    Fence.State state = raised.state();
    step.record().mark(TimelineEvent.FENCED, raised.since());
    step.record().progress(step.index(), FenceKeepAlive.admittedNow(step));
    return new Outcome.Done(
        "the fence is up on %d of %d instances and administrators pass%s"
            .formatted(state.instancesUp(), state.instances(), reservations(step)),
        Map.of("instances", String.valueOf(state.instances())));
  }

  private static Outcome pending(StepContext step, Fence.State state) {
    Duration grace = AN_INSTANCE.multipliedBy(Math.max(1, state.instances()));
    return new Outcome.Again(
        state.pending() == null ? "raising the fence" : state.pending(),
        Duration.ofMillis(500),
        Steps.plus(step.progress(), Steps.GRACE, grace.toString()));
  }

  private static String reservations(StepContext step) {
    String shut =
        step.fence().shutWays().stream().map(way -> "; " + way).collect(Collectors.joining());
    return relays(step)
        + UnreachableInstances.words(step, "it is left out, and fenced as soon as it is back")
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
  private static Raised advance(StepContext step) {
    Fence fence = step.fence();
    Duration quarter = StepSettings.fenceTtl(step.settings()).dividedBy(4);
    if (!step.isDue(Steps.RENEWED_AT, quarter)) {
      Fence.State state = verified(fence, fence.state());
      if (state.up() || state.pending() != null) {
        return new Raised(state, step.now());
      }
    }
    Raised raised = raise(step);
    step.record().progress(step.index(), FenceKeepAlive.renewedNow(step));
    return raised;
  }

  static Raised raise(StepContext step) {
    Fence fence = step.fence();
    Fence.State state = fence.isolate(admission(step));
    Instant since = step.now().minus(state.upFor());
    return new Raised(verified(fence, state), since);
  }

  /** A fence that is up must not lock out an administrator. */
  static Fence.State verified(Fence fence, Fence.State state) {
    if (!state.up()) {
      return state;
    }
    try {
      fence.verifyAdminPasses();
    } catch (ControlFailure e) {
      fence.lift();
      throw e;
    }
    return state;
  }

  static Fence.Admission admission(StepContext step) {
    return admission(step, step.cluster().admins().cidrs());
  }

  /** These administrators, and the addresses that this recovery admitted in addition. */
  static Fence.Admission admission(StepContext step, List<String> admins) {
    return new Fence.Admission(
        Stream.concat(admins.stream(), Admitted.of(step).stream()).distinct().toList(),
        StepSettings.fenceTtl(step.settings()));
  }

  @Override
  public void keepAlive(StepContext step) {
    FenceKeepAlive.look(step);
  }

  /** Lifts the fence and checks that it is gone. */
  public static void lift(StepContext step) {
    Fence fence = step.fence();
    fence.lift();
    if (fence.state().instancesUp() > 0) {
      throw new ControlFailure(
          ControlFailure.Reason.CONFLICT,
          "the fence is still up after Halligan lifted it",
          "Halligan lifts it again; otherwise it expires by itself");
    }
    step.record().mark(TimelineEvent.READMITTED, step.now());
  }

  @Override
  public UndoResult undo(StepContext step) {
    if (IsolateWithoutFence.is(step)) {
      IdentityJailing.release(step);
    }
    lift(step);
    return new UndoResult.Undone(
        "the fence is lifted"
            + UnreachableInstances.words(step, "a fence there expires by itself"));
  }
}
