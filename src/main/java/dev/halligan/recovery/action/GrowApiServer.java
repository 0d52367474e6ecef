package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.control.capacity.ApiServerCapacity;
import dev.halligan.control.capacity.ApiServerCapacity.Size;
import dev.halligan.recovery.Action;
import dev.halligan.recovery.Outcome;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.StepSettings;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Undoing;
import java.time.Duration;
import java.util.Map;

/** Makes the API server bigger behind the fence, so that its caches fill without the herd. */
public final class GrowApiServer implements Action {
  private static final String CPU = "cpuMillis";
  private static final String MEMORY = "memoryBytes";
  private static final String STARTED = "started";

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
    return Map.of(CPU, String.valueOf(size.cpuMillis()), MEMORY, String.valueOf(size.memoryBytes()));
  }

  @Override
  public Outcome act(StepContext step) {
    ApiServerCapacity capacity = step.situation().hands().capacity();
    Size to = target(step);
    if (to.cpuMillis() == 0 && to.memoryBytes() == 0) {
      return new Outcome.Skipped("the API server has no limits to raise");
    }
    if (!step.progress().containsKey(STARTED)) {
      capacity.grow(to, StepSettings.liveWithin(step.settings()));
      return new Outcome.Again("growing to " + words(to), Duration.ofMillis(500), Steps.plus(step.progress(), STARTED, "true"));
    }
    return switch (capacity.growth()) {
      case LIVE -> new Outcome.Done("live with " + words(to), Map.of("from", words(before(step)), "to", words(to)));
      case STARTING -> new Outcome.Again("growing to " + words(to), Duration.ofSeconds(1), step.progress());
      case PUT_BACK -> new Outcome.Failed("it did not come alive with " + words(to) + " and was put back as it was");
      case NONE -> new Outcome.Failed("the growth is gone: a person or a restart of the host took it back");
    };
  }

  private static Size before(StepContext step) {
    return new Size(Integer.parseInt(step.undo().get(CPU)), Long.parseLong(step.undo().get(MEMORY)));
  }

  private static Size target(StepContext step) {
    Size before = before(step);
    return new Size(
        before.cpuMillis() * StepSettings.cpuPercent(step.settings()) / 100,
        before.memoryBytes() * StepSettings.memoryPercent(step.settings()) / 100);
  }

  private static String words(Size size) {
    return (size.cpuMillis() == 0 ? "any CPU" : size.cpuMillis() + "m CPU")
        + ", "
        + (size.memoryBytes() == 0 ? "any memory" : size.memoryBytes() / (1024 * 1024) + " MiB");
  }

  @Override
  public Undoing undo(StepContext step) {
    return step.situation().hands().capacity().shrink()
        ? new Undoing.Undone("limits as before: " + words(before(step)))
        : new Undoing.KeptTheirs("there was no growth to take back, or a person changed it meanwhile");
  }
}
