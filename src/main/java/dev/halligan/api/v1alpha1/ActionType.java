package dev.halligan.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The actions a playbook may name. A value of a later version is read as null, and the plan is
 * refused.
 */
public enum ActionType {
  @JsonProperty("CollectEvidence")
  COLLECT_EVIDENCE("CollectEvidence"),
  @JsonProperty("Isolate")
  ISOLATE("Isolate"),
  @JsonProperty("FreezeNodeLifecycle")
  FREEZE_NODE_LIFECYCLE("FreezeNodeLifecycle"),
  @JsonProperty("FindCulprit")
  FIND_CULPRIT("FindCulprit"),
  @JsonProperty("ScaleDownNoisy")
  SCALE_DOWN_NOISY("ScaleDownNoisy"),
  @JsonProperty("GrowApiServer")
  GROW_API_SERVER("GrowApiServer"),
  @JsonProperty("RemoveRollout")
  REMOVE_ROLLOUT("RemoveRollout"),
  @JsonProperty("RedirectTraffic")
  REDIRECT_TRAFFIC("RedirectTraffic"),
  @JsonProperty("Readmit")
  READMIT("Readmit"),
  @JsonProperty("Thaw")
  THAW("Thaw"),
  @JsonProperty("RestoreWorkloads")
  RESTORE_WORKLOADS("RestoreWorkloads");

  private final String word;

  ActionType(String word) {
    this.word = word;
  }

  /** The word used in resources, logs and metrics. */
  public String word() {
    return word;
  }
}
