package dev.halligan.diagnosis;

import java.time.Instant;
import java.util.List;

/** What the samples mean, with evidence. Only {@link #mayAct()} verdicts lead to an act. */
public sealed interface Verdict {

  /** The reasons, in sentences for people; constant work, at most five. */
  List<String> evidence();

  /** The time from which the evidence holds. */
  Instant since();

  /** The word used in status, metrics and events. */
  default String word() {
    return switch (this) {
      case Healthy _ -> "Healthy";
      case Overloaded _ -> "Overloaded";
      case Down _ -> "Down";
      case Unreachable _ -> "Unreachable";
      case EtcdFailing _ -> "EtcdFailing";
      case CredentialsExpired _ -> "CredentialsExpired";
      case RollingRestart _ -> "RollingRestart";
      case Unknown _ -> "Unknown";
    };
  }

  /** Missing data is not a diagnosis: only overload may lead to an act. */
  default boolean mayAct() {
    return switch (this) {
      case Overloaded _ -> true;
      case Down down -> down.byOverload();
      default -> false;
    };
  }

  /** The API server answers in time. */
  record Healthy(Instant since, List<String> evidence) implements Verdict {}

  /** The API server answers too slowly or not in time, while the network is fine. */
  record Overloaded(Instant since, List<String> evidence) implements Verdict {}

  /** The process is gone or looping; {@code byOverload} if there is evidence of overload. */
  record Down(Instant since, boolean byOverload, List<String> evidence) implements Verdict {}

  /** The network path is cut: no act would help, and its effect could not be seen. */
  record Unreachable(Instant since, List<String> evidence) implements Verdict {}

  /** The API server answers, but its store fails or is slow: no act would help. */
  record EtcdFailing(Instant since, List<String> evidence) implements Verdict {}

  /** The API server refuses Halligan's credentials: enrol the cluster again. */
  record CredentialsExpired(Instant since, List<String> evidence) implements Verdict {}

  /** The API server was healthy, restarted, and is slow while it starts: no act. */
  record RollingRestart(Instant since, List<String> evidence) implements Verdict {}

  /** The observer doubts itself, or has too little data. */
  record Unknown(Instant since, List<String> evidence) implements Verdict {}
}
