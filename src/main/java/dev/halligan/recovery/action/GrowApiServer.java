package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.capacity.ApiServerCapacity;
import dev.halligan.control.capacity.ApiServerCapacity.Manner;
import dev.halligan.control.capacity.ApiServerCapacity.Size;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.Situation;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.StepSettings;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Times;
import dev.halligan.recovery.Undoing;
import java.time.Duration;
import java.util.Map;

/**
 * Makes the API server bigger behind the fence, so that its caches fill without the herd. A process
 * that runs grows in place, because a restart would lock administrators out again for half a
 * minute; where there is none, or it stays silent when it has grown, it is restarted bigger, which
 * also makes the kubelet forget its crash back-off.
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
    return "raise the API server's limits to %d %% CPU and %d %% memory; put them back if it is not live within %d s"
        .formatted(
            StepSettings.cpuPercent(step.settings()),
            StepSettings.memoryPercent(step.settings()),
            StepSettings.liveWithin(step.settings()).toSeconds());
  }

  @Override
  public Map<String, String> prepare(StepContext step) {
    ApiServerCapacity capacity = step.situation().hands().capacity();
    Size size = capacity.size();
    Manner manner = capacity.runs() ? Manner.IN_PLACE : Manner.RESTART;
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
    return step.progress().containsKey(STARTED)
        ? follow(step, capacity, to)
        : start(step, capacity, to);
  }

  private static Outcome start(StepContext step, ApiServerCapacity capacity, Size to) {
    try {
      capacity.grow(to, manner(step), StepSettings.liveWithin(step.settings()));
    } catch (ControlFailure e) {
      if (manner(step) == Manner.IN_PLACE && isImpossible(e.reason())) {
        return restart(step, e.getMessage());
      }
      throw e;
    }
    return new Outcome.Again(
        "growing to " + words(to),
        Duration.ofMillis(200),
        Steps.plus(step.progress(), STARTED, Times.format(step.now())));
  }

  private static boolean isImpossible(ControlFailure.Reason reason) {
    return reason == ControlFailure.Reason.NOT_LIVE || reason == ControlFailure.Reason.UNSUPPORTED;
  }

  private static Outcome follow(StepContext step, ApiServerCapacity capacity, Size to) {
    boolean inPlace = manner(step) == Manner.IN_PLACE;
    return switch (capacity.growth()) {
      case LIVE -> inPlace ? answered(step, capacity, to) : grown(step, capacity.present(), to);
      case STARTING ->
          new Outcome.Again("growing to " + words(to), Duration.ofSeconds(1), step.progress());
      case PUT_BACK ->
          new Outcome.Failed(
              "it did not come alive with " + words(to) + " and was put back as it was");
      case NONE ->
          inPlace
              ? restart(step, "the process that had grown is gone, or has no room to grow")
              : new Outcome.Failed(
                  "the growth is gone: a person or a restart of the host took it back");
    };
  }

  /** A process may run and hang: only an answer shows that growing in place was enough. */
  private static Outcome answered(StepContext step, ApiServerCapacity capacity, Size to) {
    Situation situation = step.situation();
    if (situation.adminLaneOpen()) {
      return grown(step, capacity.present(), to);
    }
    boolean waited = step.isDue(STARTED, Situation.SILENCE);
    return waited && situation.adminLaneSilent()
        ? restart(
            step,
            "no administrator was answered for %d s after it grew in place"
                .formatted(Situation.SILENCE.toSeconds()))
        : new Outcome.Again(
            "grown in place; waiting until an administrator is answered",
            Duration.ofSeconds(1),
            step.progress());
  }

  private static Outcome restart(StepContext step, String why) {
    return new Outcome.Again(
        "restarting it bigger: " + why, Duration.ofMillis(200), Map.of(IN_PLACE_FAILED, why));
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
    return step.progress().containsKey(IN_PLACE_FAILED)
        ? Manner.RESTART
        : Manner.valueOf(step.undo().get(MANNER));
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
