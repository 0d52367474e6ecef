package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.ApiServerCapacity;
import dev.halligan.control.ApiServerCapacity.ResizeMode;
import dev.halligan.control.ApiServerCapacity.Size;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.plan.StepSettings;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.Outcome;
import dev.halligan.recovery.step.PassContext;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.UndoResult;
import dev.halligan.recovery.step.UnreachableInstances;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.util.Map;

/**
 * Gives the API server more resources behind the fence, so that its caches fill without a
 * thundering herd. A running process grows in place, because a restart would lock administrators
 * out for another half a minute. A process that is gone, or stays silent after growing, is
 * restarted with more resources, which also resets the kubelet's crash back-off.
 */
public final class GrowApiServer implements Action {
  private static final String CPU = "cpuMillis";
  private static final String MEMORY = "memoryBytes";
  private static final String MANNER = "manner";
  private static final String STARTED = "started";
  private static final String IN_PLACE_FAILED = "inPlaceFailed";
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
  public Map<String, String> prepare(StepContext step) {
    ApiServerCapacity capacity = step.capacity();
    Size size = capacity.size();
    ResizeMode manner = capacity.runs() ? ResizeMode.IN_PLACE : ResizeMode.RESTART;
    return Map.of(
        CPU, String.valueOf(size.cpuMillis()),
        MEMORY, String.valueOf(size.memoryBytes()),
        MANNER, manner.name());
  }

  @Override
  public Outcome act(StepContext step) {
    ApiServerCapacity capacity = step.capacity();
    Size to = target(step);
    if (to.cpuMillis() == 0 && to.memoryBytes() == 0) {
      return new Outcome.Skipped("the API server has no limits to raise");
    }
    return step.progress().containsKey(STARTED)
        ? follow(step, capacity, to)
        : start(step, capacity, to);
  }

  private static Outcome start(StepContext step, ApiServerCapacity capacity, Size to) {
    try {
      capacity.grow(to, manner(step), StepSettings.liveWithin(step.settings()));
    } catch (ControlFailure e) {
      if (manner(step) == ResizeMode.IN_PLACE && isImpossible(e.reason())) {
        return restart(step, e.getMessage());
      }
      throw e;
    }
    return new Outcome.Again(
        "growing to " + words(to),
        Duration.ofMillis(200),
        Steps.plus(step.progress(), STARTED, Timestamps.format(step.now())));
  }

  private static boolean isImpossible(ControlFailure.Reason reason) {
    return reason == ControlFailure.Reason.NOT_LIVE || reason == ControlFailure.Reason.UNSUPPORTED;
  }

  private static Outcome follow(StepContext step, ApiServerCapacity capacity, Size to) {
    boolean inPlace = manner(step) == ResizeMode.IN_PLACE;
    return switch (capacity.growth()) {
      case LIVE -> inPlace ? answered(step, capacity, to) : grown(step, capacity.present(), to);
      case STARTING ->
          new Outcome.Again("growing to " + words(to), Duration.ofSeconds(1), step.progress());
      case PUT_BACK ->
          new Outcome.Failed(
              "the API server was not live in time with %s; its old limits were restored"
                  .formatted(words(to)));
      case NONE ->
          inPlace
              ? restart(step, "the grown process is gone, or its host has no room")
              : new Outcome.Failed(
                  "the growth is gone: a person or a restart of the host reverted it");
    };
  }

  /** A process may run and hang: only an answer proves that growing in place was enough. */
  private static Outcome answered(StepContext step, ApiServerCapacity capacity, Size to) {
    PassContext context = step.pass();
    if (context.adminLaneOpen()) {
      return grown(step, capacity.present(), to);
    }
    boolean waited = step.isDue(STARTED, PassContext.SILENCE);
    return waited && context.adminLaneSilent()
        ? restart(
            step,
            "it answered no administrator for %d s after growing in place"
                .formatted(PassContext.SILENCE.toSeconds()))
        : new Outcome.Again(
            "grown in place; waiting for an answer on the admin lane",
            Duration.ofSeconds(1),
            step.progress());
  }

  private static Outcome restart(StepContext step, String why) {
    return new Outcome.Again(
        "restarting the API server with more resources: " + why,
        Duration.ofMillis(200),
        Map.of(IN_PLACE_FAILED, why));
  }

  private static Outcome grown(StepContext step, Size has, Size asked) {
    boolean less =
        isLess(has.cpuMillis(), asked.cpuMillis())
            || isLess(has.memoryBytes() / MEBIBYTE, asked.memoryBytes() / MEBIBYTE);
    String why = less ? "; asked for " + words(asked) + ", but the host has no more to give" : "";
    return new Outcome.Done(
        words(manner(step))
            + " to "
            + words(has)
            + why
            + UnreachableInstances.words(step, "its API server was not grown"),
        Map.of("from", words(before(step)), "to", words(has)));
  }

  /** No limit is more than any limit. */
  private static boolean isLess(long has, long asked) {
    return has != 0 && has < asked;
  }

  private static Size before(StepContext step) {
    return new Size(
        Integer.parseInt(step.undo().get(CPU)), Long.parseLong(step.undo().get(MEMORY)));
  }

  private static Size target(StepContext step) {
    Size before = before(step);
    return new Size(
        before.cpuMillis() * StepSettings.cpuPercent(step.settings()) / 100,
        before.memoryBytes() * StepSettings.memoryPercent(step.settings()) / 100);
  }

  private static ResizeMode manner(StepContext step) {
    return step.progress().containsKey(IN_PLACE_FAILED)
        ? ResizeMode.RESTART
        : ResizeMode.valueOf(step.undo().get(MANNER));
  }

  private static String words(ResizeMode manner) {
    return switch (manner) {
      case IN_PLACE -> "grown in place";
      case RESTART -> "restarted and grown";
    };
  }

  private static String words(Size size) {
    return (size.cpuMillis() == 0 ? "unlimited CPU" : size.cpuMillis() + "m CPU")
        + ", "
        + (size.memoryBytes() == 0 ? "unlimited memory" : size.memoryBytes() / MEBIBYTE + " MiB");
  }

  /** Undoing growth by restart would cost another restart, so that is left to calmer hours. */
  @Override
  public boolean isTemporary(StepContext step) {
    return manner(step) == ResizeMode.IN_PLACE;
  }

  @Override
  public UndoResult undo(StepContext step) {
    return step.capacity().shrink()
        ? new UndoResult.Undone(
            "limits restored: "
                + words(before(step))
                + UnreachableInstances.words(
                    step, "its manifest stays enlarged; run `halligan-node shrink` there"))
        : new UndoResult.KeptExternalChange(
            "nothing was restored: there is no growth, or someone else changed the limits");
  }
}
