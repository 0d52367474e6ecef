package dev.halligan.recovery.step;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.control.ControlPlaneDriver;
import dev.halligan.recovery.record.RequestAnnotations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What one pass works with: the request, people's decisions, the driver, the lanes, the time. */
public record PassContext(
    RecoveryRequestSpec request,
    ProtectedClusterSpec cluster,
    RequestAnnotations annotations,
    ControlPlaneDriver driver,
    LaneHistory lanes,
    EvidenceStore evidence,
    UndoStore undoStore,
    Clock clock) {

  /** Samples up to this age count as current. */
  public static final Duration RECENT = Duration.ofSeconds(5);

  /** An overloaded server first works off its backlog, which takes seconds. */
  public static final Duration SILENCE = Duration.ofSeconds(10);

  public Instant now() {
    return clock.instant();
  }

  /**
   * Whether no probe has returned in the last seconds, not even a failed one, as after a change of
   * leader: the admin lane is then neither open nor closed.
   */
  public boolean nobodyLooked() {
    return lanes.since(now().minus(RECENT)).samples() == 0;
  }

  /** Why people paused this cluster; empty if it is not paused. */
  public List<String> pauses() {
    return cluster.pauses() == null ? List.of() : cluster.pauses();
  }

  /** Whether an administrator's request has been answered in the last seconds. */
  public boolean adminLaneOpen() {
    return lanes.since(now().minus(RECENT)).adminAnswers();
  }

  /**
   * Whether administrators' requests went unanswered for {@link #SILENCE}. The lane is neither open
   * nor silent if it was not probed for long enough, as after a change of leader.
   */
  public boolean adminLaneSilent() {
    return lanes.since(now().minus(SILENCE)).adminSilent();
  }
}
