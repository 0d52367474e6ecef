package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.control.Hands;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What one pass of a recovery stands on: the wishes, the hands, the eyes and the time. */
public record Situation(
    RecoveryRequestSpec request,
    ProtectedClusterSpec cluster,
    Consent consent,
    Hands hands,
    Lanes lanes,
    EvidenceBook evidence,
    Safekeeping safekeeping,
    Clock clock) {

  /** Samples of this age still speak of now. */
  static final Duration RECENT = Duration.ofSeconds(5);

  /** A drowned server first works off what it had taken in, which takes seconds. */
  public static final Duration SILENCE = Duration.ofSeconds(10);

  public Instant now() {
    return clock.instant();
  }

  /**
   * Whether there is no answer of the last seconds, not even a failed one, as after a change of
   * leaders: then the admin lane is neither open nor closed.
   */
  public boolean nobodyLooked() {
    return lanes.since(now().minus(RECENT)).samples() == 0;
  }

  /** Why people want nothing done to this cluster now; empty when they do not. */
  List<String> pauses() {
    return cluster.pauses() == null ? List.of() : cluster.pauses();
  }

  /** Whether an administrator's request was answered in the last seconds. */
  public boolean adminLaneOpen() {
    return lanes.since(now().minus(RECENT)).adminAnswers();
  }

  /**
   * Whether administrators asked for {@link #SILENCE} and none was answered. Neither open nor
   * silent: nobody has looked for long enough, as after a change of leaders.
   */
  public boolean adminLaneSilent() {
    return lanes.since(now().minus(SILENCE)).adminSilent();
  }
}
