package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.fence.Fence;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Moment;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.StepSettings;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Undoing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Raises the fence on every instance. It counts as up only when an administrator is seen to pass;
 * if not it is lifted at once. It is renewed while the recovery runs and dies with its keeper.
 * Where none can be had, who fills the queues is confined instead.
 */
public final class Isolate implements Action {
  /** What one instance may take to be fenced where that does not happen at once. */
  private static final Duration AN_INSTANCE = Duration.ofSeconds(60);

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
    return Steps.plus(Confinement.prepare(step), "fence", "lift");
  }

  @Override
  public Outcome act(StepContext step) {
    if (Unfenced.is(step)) {
      return Unfenced.confine(step);
    }
    try {
      Raised raised = advance(step);
      return raised.state().up() ? up(step, raised) : pending(step, raised.state());
    } catch (ControlFailure e) {
      return switch (e.reason()) {
        case NOT_ENFORCED -> {
          step.situation().hands().fence().lift();
          yield Unfenced.because(step, "no fence: " + e.getMessage(), e.fix());
        }
        case UNSUPPORTED -> Unfenced.because(step, e.getMessage(), e.fix());
        default -> throw e;
      };
    }
  }

  /**
   * The fence as it is.
   *
   * @param since since when it turns others away; to prove it takes time too
   */
  record Raised(Fence.State state, Instant since) {}

  private static Outcome up(StepContext step, Raised raised) {
    Fence.State state = raised.state();
    step.ledger().mark(Moment.FENCED, raised.since());
    step.ledger().progress(step.index(), FenceUpkeep.admittedNow(step));
    return new Outcome.Done(
        "the fence is up on %d of %d instances and administrators pass%s"
            .formatted(state.instancesUp(), state.instances(), reservations(step)),
        Map.of("instances", String.valueOf(state.instances())));
  }

  private static Outcome pending(StepContext step, Fence.State state) {
    Duration grace = AN_INSTANCE.multipliedBy(Math.max(1, state.instances()));
    return new Outcome.Again(
        state.pending() == null ? "the fence is going up" : state.pending(),
        Duration.ofMillis(500),
        Steps.plus(step.progress(), Steps.GRACE, grace.toString()));
  }

  private static String reservations(StepContext step) {
    String shut =
        step.situation().hands().fence().shutWays().stream()
            .map(way -> "; " + way)
            .collect(Collectors.joining());
    return relays(step)
        + Missing.words(step, "left out, and fenced as soon as it is back")
        + deaf(step)
        + shut;
  }

  private static String relays(StepContext step) {
    List<String> relays = step.situation().hands().fence().relays();
    return relays.isEmpty() ? "" : "; relays are fenced too: " + String.join(", ", relays);
  }

  private static String deaf(StepContext step) {
    List<String> deaf = step.situation().hands().fence().deaf();
    return deaf.isEmpty()
        ? ""
        : "; until then clients still get in at %s, which takes connections but gives no answer by SSH"
            .formatted(String.join(", ", deaf));
  }

  /** Raises the fence, or sees how far it is; on its way up it is kept alive. */
  private static Raised advance(StepContext step) {
    Fence fence = step.situation().hands().fence();
    Duration quarter = StepSettings.fenceTtl(step.settings()).dividedBy(4);
    if (!step.isDue(Steps.RENEWED_AT, quarter)) {
      Fence.State state = verified(fence, fence.state());
      if (state.up() || state.pending() != null) {
        return new Raised(state, step.now());
      }
    }
    Raised raised = raise(step);
    step.ledger().progress(step.index(), FenceUpkeep.renewedNow(step));
    return raised;
  }

  static Raised raise(StepContext step) {
    Fence fence = step.situation().hands().fence();
    Fence.State state = fence.isolate(admission(step));
    Instant since = step.now().minus(state.upFor());
    return new Raised(verified(fence, state), since);
  }

  /** Nobody who may pass is locked out by a fence that is up. */
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
    return admission(step, step.situation().cluster().admins().cidrs());
  }

  /** Of these and of whom this recovery let pass besides. */
  static Fence.Admission admission(StepContext step, List<String> admins) {
    return new Fence.Admission(
        Stream.concat(admins.stream(), Admitted.of(step).stream()).distinct().toList(),
        StepSettings.fenceTtl(step.settings()));
  }

  @Override
  public void upkeep(StepContext step) {
    FenceUpkeep.look(step);
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
    if (Unfenced.is(step)) {
      Confinement.release(step);
    }
    lift(step);
    return new Undoing.Undone(
        "the fence is lifted" + Missing.words(step, "a fence there expires by itself"));
  }
}
