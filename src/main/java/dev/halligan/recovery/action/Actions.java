package dev.halligan.recovery.action;

import dev.halligan.recovery.Action;
import java.util.List;

/** Every action that this version knows. */
public final class Actions {
  private Actions() {}

  public static List<Action> all() {
    Action scaleDown = new ScaleDownNoisy();
    Action redirect = new RedirectTraffic();
    return List.of(
        new CollectEvidence(),
        new Isolate(),
        new FreezeNodeLifecycle(),
        new FindCulprit(),
        scaleDown,
        new GrowApiServer(),
        new RemoveRollout(),
        redirect,
        new Readmit(),
        new Thaw(),
        new RestoreWorkloads(scaleDown, redirect));
  }
}
