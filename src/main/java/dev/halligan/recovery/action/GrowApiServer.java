package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.capacity.ApiServerCapacity;
import dev.halligan.control.capacity.ApiServerCapacity.Manner;
import dev.halligan.control.capacity.ApiServerCapacity.Size;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.StepSettings;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Undoing;
import java.time.Duration;
import java.util.Map;

/**
 * Makes the API server bigger behind the fence, so that its caches fill without the herd. One that
 * answers grows in place, because a restart would lock administrators out again for half a minute;
 * one that does not is restarted bigger, which also makes the kubelet forget its crash back-off.
 */
public final class GrowApiServer implements Action {
  private static final String CPU = "cpuMillis";
  private static final String MEMORY = "memoryBytes";
  private static final String MANNER = "manner";
  private static final String STARTED = "started";
  private static final long MEBIBYTE = 1024 * 1024;

  @Override
  public ActionType type() {
    return ActionType.GROW_API_SERVER;
  }

  @Override
  public String intent(StepContext step) {
    return "raise the API server's limits to %d %% CPU and %d %% memory; put them back if it is not live within %d s"
        .formatted(
            StepSettings.cpuPercent(step.settings()),
            StepSettings.memoryPercent(step.settings()),
            StepSettings.liveWithin(step.settings()).toSeconds());
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    Size size = step.situation().hands().capacity().size();
    Manner manner = step.situation().adminLaneOpen() ? Manner.IN_PLACE : Manner.RESTART;
    return Map.of(
        CPU, String.valueOf(size.cpuMillis()),
        MEMORY, String.valueOf(size.memoryBytes()),
        MANNER, manner.name());
  }

  @Override
  public Outcome act(StepContext step) {
    ApiServerCapacity capacity = step.situation().hands().capacity();
    Size to = target(step);
    if (to.cpuMillis() == 0 && to.memoryBytes() == 0) {
      return new Outcome.Skipped("the API server has no limits to raise");
    }
    if (!step.progress().containsKey(STARTED)) {
      capacity.grow(to, manner(step), StepSettings.liveWithin(step.settings()));
      return new Outcome.Again(
          "growing to " + words(to),
          Duration.ofMillis(200),
          Steps.plus(step.progress(), STARTED, "true"));
    }
    return switch (capacity.growth()) {
      case LIVE -> grown(step, capacity.present(), to);
      case STARTING ->
          new Outcome.Again("growing to " + words(to), Duration.ofSeconds(1), step.progress());
      case PUT_BACK ->
          new Outcome.Failed(
              "it did not come alive with " + words(to) + " and was put back as it was");
      case NONE ->
          new Outcome.Failed("the growth is gone: a person or a restart of the host took it back");
    };
  }

  private static Outcome grown(StepContext step, Size has, Size asked) {
    boolean less =
        isLess(has.cpuMillis(), asked.cpuMillis())
            || isLess(has.memoryBytes() / MEBIBYTE, asked.memoryBytes() / MEBIBYTE);
    String why = less ? "; " + words(asked) + " were asked for, its host has no more to give" : "";
    return new Outcome.Done(
        words(manner(step)) + " to " + words(has) + why + Missing.words(step, "not grown there"),
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

  private static Manner manner(StepContext step) {
    return Manner.valueOf(step.undo().get(MANNER));
  }

  private static String words(Manner manner) {
    return switch (manner) {
      case IN_PLACE -> "grown in place";
      case RESTART -> "restarted and grown";
    };
  }

  private static String words(Size size) {
    return (size.cpuMillis() == 0 ? "any CPU" : size.cpuMillis() + "m CPU")
        + ", "
        + (size.memoryBytes() == 0 ? "any memory" : size.memoryBytes() / MEBIBYTE + " MiB");
  }

  /**
   * Giving back what was grown by a restart would cost another one: that is left to calmer hours.
   */
  @Override
  public boolean isTemporary(StepContext step) {
    return manner(step) == Manner.IN_PLACE;
  }

  @Override
  public Undoing undo(StepContext step) {
    return step.situation().hands().capacity().shrink()
        ? new Undoing.Undone(
            "limits as before: "
                + words(before(step))
                + Missing.words(
                    step, "a bigger manifest there stays, run halligan-node shrink on it"))
        : new Undoing.KeptTheirs(
            "there was no growth to take back, or a person changed it meanwhile");
  }
}
