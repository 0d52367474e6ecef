package dev.halligan.recovery.record;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Timeline;

/** The events of a recovery's timeline. */
public enum TimelineEvent {
  ONSET,
  DETECTED,
  FENCED,
  ADMIN_RESTORED,
  CULPRIT_REMOVED,
  READMITTED,
  FINISHED;

  Timeline mark(Timeline t, String at) {
    return new Timeline(
        pick(ONSET, t.onsetAt(), at),
        pick(DETECTED, t.detectedAt(), at),
        pick(FENCED, t.fencedAt(), at),
        pick(ADMIN_RESTORED, t.adminRestoredAt(), at),
        pick(CULPRIT_REMOVED, t.culpritRemovedAt(), at),
        pick(READMITTED, t.readmittedAt(), at),
        pick(FINISHED, t.finishedAt(), at));
  }

  private String pick(TimelineEvent moment, String before, String at) {
    return moment == this && before == null ? at : before;
  }
}
