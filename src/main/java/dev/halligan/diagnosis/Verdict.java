package dev.halligan.diagnosis;

import java.time.Instant;
import java.util.List;

/** What the samples mean, with the evidence. Only {@link #mayAct()} verdicts lead to an act. */
public sealed interface Verdict {

  /** Why, in sentences a person can read; constant work, at most five. */
  List<String> evidence();

  /** The first moment at which the evidence held. */
  Instant since();

  /** The word used in status, metrics and events. */
  default String word() {
    return getClass().getSimpleName();
  }

  /** Not seeing is not a diagnosis: only overload may lead to an act. */
  default boolean mayAct() {
    return switch (this) {
      case Overloaded _ -> true;
      case Down down -> down.byOverload();
      default -> false;
    };
  }

  record Healthy(Instant since, List<String> evidence) implements Verdict {}

  /** It answers too slowly, or not in time, while the network is fine. */
  record Overloaded(Instant since, List<String> evidence) implements Verdict {}

  /** The process is gone or looping; {@code byOverload} when there is evidence of overload. */
  record Down(Instant since, boolean byOverload, List<String> evidence) implements Verdict {}

  /** Cut off: no act would help, and none would be seen. */
  record Unreachable(Instant since, List<String> evidence) implements Verdict {}

  record EtcdSlow(Instant since, List<String> evidence) implements Verdict {}

  record CredentialsExpired(Instant since, List<String> evidence) implements Verdict {}

  /** It was well, was restarted, and is slow while it starts: no act. */
  record RollingRestart(Instant since, List<String> evidence) implements Verdict {}

  /** The observer doubts itself, or has not seen enough. */
  record Unknown(Instant since, List<String> evidence) implements Verdict {}
}
