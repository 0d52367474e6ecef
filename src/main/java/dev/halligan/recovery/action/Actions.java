package dev.halligan.recovery.action;

import dev.halligan.recovery.action.culprit.FindCulprit;
import dev.halligan.recovery.action.culprit.ScaleDownNoisy;
import dev.halligan.recovery.action.isolation.Isolate;
import dev.halligan.recovery.step.Action;
import java.util.List;
import java.util.stream.Stream;

/** Every action that this version knows. */
public final class Actions {
  private Actions() {}

  public static List<Action> all() {
    List<Action> actions =
        List.of(
            new CollectEvidence(),
            new Isolate(),
            new FreezeNodeLifecycle(),
            new FindCulprit(),
            new ScaleDownNoisy(),
            new GrowApiServer(),
            new RemoveRollout(),
            new RedirectTraffic(),
            new Readmit(),
            new Thaw());
    return Stream.concat(actions.stream(), Stream.of(new RestoreWorkloads(actions))).toList();
  }
}
