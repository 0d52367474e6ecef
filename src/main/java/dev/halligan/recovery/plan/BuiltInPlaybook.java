package dev.halligan.recovery.plan;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.OnFailure;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpecStepBuilder;
import java.util.List;

/** The default playbook: every action, in the order that the drills have proven. */
public final class BuiltInPlaybook {
  private BuiltInPlaybook() {}

  public static final String NAME = "built-in";

  public static RecoveryPlaybookSpec spec() {
    return new RecoveryPlaybookSpec(
        List.of(
            step("evidence", ActionType.COLLECT_EVIDENCE, "10s", OnFailure.CONTINUE),
            step("isolate", ActionType.ISOLATE, "30s", OnFailure.ABORT),
            step("freeze", ActionType.FREEZE_NODE_LIFECYCLE, "60s", OnFailure.CONTINUE),
            step("culprit", ActionType.FIND_CULPRIT, "60s", OnFailure.HOLD),
            step("scale-down", ActionType.SCALE_DOWN_NOISY, "30s", OnFailure.CONTINUE),
            step("grow", ActionType.GROW_API_SERVER, null, OnFailure.CONTINUE),
            step("remove", ActionType.REMOVE_ROLLOUT, "180s", OnFailure.HOLD),
            step("redirect", ActionType.REDIRECT_TRAFFIC, "30s", OnFailure.CONTINUE),
            step("readmit", ActionType.READMIT, "10m", OnFailure.HOLD),
            step("thaw", ActionType.THAW, "90s", OnFailure.HOLD),
            step("restore", ActionType.RESTORE_WORKLOADS, "60s", OnFailure.HOLD)));
  }

  private static Step step(String name, ActionType action, String timeout, OnFailure onFailure) {
    return RecoveryPlaybookSpecStepBuilder.builder()
        .name(name)
        .action(action)
        .timeout(timeout)
        .onFailure(onFailure)
        .approval(false)
        .build();
  }
}
