package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.ApiServerCapacity;
import dev.halligan.control.ApiServerCapacity.ResizeMode;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.PassContext;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UndoResult;
import dev.halligan.recovery.step.UnreachableInstances;
import java.time.Duration;

/**
 * Gives the API server more resources behind the fence, so that its caches fill without a
 * thundering herd. A running process grows in place, because a restart would lock administrators
 * out for another half a minute. A process that is gone, or stays silent after growing, is
 * restarted with more resources, which also resets the kubelet's crash back-off.
 */
public final class GrowApiServer implements Action {
  private static final long MEBIBYTE = 1024 * 1024;

  @Override
  public ActionType type() {
    return ActionType.GROW_API_SERVER;
  }

  @Override
  public String intent(StepContext step) {
    return ("raise the API server's limits to %d%% CPU and %d%% memory; restore them if it is not"
            + " live within %d s")
        .formatted(
            StepSettings.cpuPercent(step.settings()),
            StepSettings.memoryPercent(step.settings()),
            StepSettings.liveWithin(step.settings()).toSeconds());
  }

  @Override
  public Record prepare(StepContext step) {
    ApiServerCapacity capacity = step.capacity();
    Size size = capacity.size();
    return new Growth.Undo(size, capacity.runs() ? ResizeMode.IN_PLACE : ResizeMode.RESTART);
  }

  @Override
  public Outcome act(StepContext step) {
    ApiServerCapacity capacity = step.capacity();
    Size to = target(step);
    if (to.cpuMillis() == 0 && to.memoryBytes() == 0) {
      return new Outcome.Skipped("the API server has no limits to raise");
    }
    return progress(step).startedAt() != null
        ? follow(step, capacity, to)
        : start(step, capacity, to);
  }

  private static Outcome start(StepContext step, ApiServerCapacity capacity, Size to) {
    try {
      capacity.grow(to, mode(step), StepSettings.liveWithin(step.settings()));
    } catch (ControlFailure e) {
      if (mode(step) == ResizeMode.IN_PLACE && isImpossible(e.reason())) {
        return restart(step, e.getMessage());
      }
      throw e;
    }
    step.progress(new Growth.Progress(step.stamp(), progress(step).inPlaceFailed()));
    return new Outcome.Again("growing to " + describe(to), Duration.ofMillis(200));
  }

  private static boolean isImpossible(ControlFailure.Reason reason) {
    return reason == ControlFailure.Reason.NOT_LIVE || reason == ControlFailure.Reason.UNSUPPORTED;
  }

  private static Outcome follow(StepContext step, ApiServerCapacity capacity, Size to) {
    boolean inPlace = mode(step) == ResizeMode.IN_PLACE;
    return switch (capacity.growth()) {
      case LIVE -> inPlace ? answered(step, capacity, to) : grown(step, capacity.present(), to);
      case STARTING -> new Outcome.Again("growing to " + describe(to), Duration.ofSeconds(1));
      case PUT_BACK ->
          new Outcome.Failed(
              "the API server was not live in time with %s; its old limits were restored"
                  .formatted(describe(to)));
      case NONE ->
          inPlace
              ? restart(step, "the grown process is gone, or its host has no room")
              : new Outcome.Failed(
                  "the growth is gone: a person or a restart of the host reverted it");
    };
  }

  /** A process may run and hang: only an answer proves that growing in place was enough. */
  private static Outcome answered(StepContext step, ApiServerCapacity capacity, Size to) {
    PassContext context = step.context();
    if (context.adminLaneOpen()) {
      return grown(step, capacity.present(), to);
    }
    boolean waited = step.isOver(progress(step).startedAt(), PassContext.SILENCE);
    return waited && context.adminLaneSilent()
        ? restart(
            step,
            "it answered no administrator for %d s after growing in place"
                .formatted(PassContext.SILENCE.toSeconds()))
        : new Outcome.Again(
            "grown in place; waiting for an answer on the admin lane", Duration.ofSeconds(1));
  }

  private static Outcome restart(StepContext step, String why) {
    step.progress(new Growth.Progress(null, why));
    return new Outcome.Again(
        "restarting the API server with more resources: " + why, Duration.ofMillis(200));
  }

  private static Outcome grown(StepContext step, Size has, Size asked) {
    boolean less =
        isLess(has.cpuMillis(), asked.cpuMillis())
            || isLess(has.memoryBytes() / MEBIBYTE, asked.memoryBytes() / MEBIBYTE);
    String why =
        less ? "; asked for " + describe(asked) + ", but the host has no more to give" : "";
    return new Outcome.Done(
        describe(mode(step))
            + " to "
            + describe(has)
            + why
            + UnreachableInstances.describe(step, "its API server was not grown"),
        new Growth.Result(before(step), has));
  }

  /** No limit is more than any limit. */
  private static boolean isLess(long has, long asked) {
    return has != 0 && has < asked;
  }

  private static Growth.Progress progress(StepContext step) {
    return step.progress(Growth.Progress.class);
  }

  private static Size before(StepContext step) {
    return step.undo(Growth.Undo.class).before();
  }

  private static Size target(StepContext step) {
    Size before = before(step);
    return new Size(
        before.cpuMillis() * StepSettings.cpuPercent(step.settings()) / 100,
        before.memoryBytes() * StepSettings.memoryPercent(step.settings()) / 100);
  }

  private static ResizeMode mode(StepContext step) {
    return progress(step).inPlaceFailed() == null
        ? step.undo(Growth.Undo.class).mode()
        : ResizeMode.RESTART;
  }

  private static String describe(ResizeMode mode) {
    return switch (mode) {
      case IN_PLACE -> "grown in place";
      case RESTART -> "restarted and grown";
    };
  }

  private static String describe(Size size) {
    return (size.cpuMillis() == 0 ? "unlimited CPU" : size.cpuMillis() + "m CPU")
        + ", "
        + (size.memoryBytes() == 0 ? "unlimited memory" : size.memoryBytes() / MEBIBYTE + " MiB");
  }

  /** Undoing growth by restart would cost another restart, so that is left to calmer hours. */
  @Override
  public boolean isTemporary(StepContext step) {
    return mode(step) == ResizeMode.IN_PLACE;
  }

  @Override
  public UndoResult undo(StepContext step) {
    return step.capacity().shrink()
        ? new UndoResult.Undone(
            "limits restored: "
                + describe(before(step))
                + UnreachableInstances.describe(
                    step, "its manifest stays enlarged; run `halligan-node shrink` there"))
        : new UndoResult.KeptExternalChange(
            "nothing was restored: there is no growth, or someone else changed the limits");
  }
}
