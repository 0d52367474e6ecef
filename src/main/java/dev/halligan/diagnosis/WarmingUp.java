package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A server that was well, was restarted and is back fills its caches while all its clients list
 * anew: it is slow by nature for a while. One that was slow before it went, or was killed for
 * memory, gets no such grace, nor one that by its host was never restarted and that is full.
 */
final class WarmingUp implements Rule {
  /** For how long a process counts as starting. */
  static final Duration GRACE = Duration.ofSeconds(30);

  private static final Duration BEFORE = Duration.ofMinutes(2);

  @Override
  public Optional<Verdict> judge(Situation situation) {
    if (!situation.ill() || situation.before().mayAct()) {
      return Optional.empty();
    }
    List<Seen> gone = gone(situation);
    if (gone.isEmpty() || !allSpeakingWereGone(situation, gone)) {
      return Optional.empty();
    }
    Instant until = gone.getLast().end().plus(GRACE);
    Instant firstGone = gone.getFirst().at();
    boolean overloaded = slowBefore(situation, firstGone) || situation.signs().host().killed();
    boolean stayed =
        situation.signs().host().queued()
            && situation.hosts().processesStayedSince(gone.getLast().end());
    return overloaded || stayed || !situation.now().isBefore(until)
        ? Optional.empty()
        : Optional.of(
            new Verdict.RollingRestart(
                situation.since(Verdict.RollingRestart.class, situation.outageSince(firstGone)),
                List.of(
                    "It was well, was away, and is back: slow answers before %s are taken for its start."
                        .formatted(until))));
  }

  private static List<Seen> gone(Situation situation) {
    return situation.seen().stream()
        .filter(one -> one.kind() == SampleKind.GONE && !one.at().isBefore(situation.onset()))
        .toList();
  }

  /** An instance that was there all the time is not slow because another one was restarted. */
  private static boolean allSpeakingWereGone(Situation situation, List<Seen> gone) {
    Set<String> restarted = gone.stream().map(Seen::endpoint).collect(Collectors.toSet());
    return situation.all(one -> one.silentNow() || restarted.contains(one.endpoint()));
  }

  private static boolean slowBefore(Situation situation, Instant firstGone) {
    return situation.seen().stream()
        .filter(one -> one.at().isBefore(firstGone) && !one.at().isBefore(firstGone.minus(BEFORE)))
        .anyMatch(one -> one.kind().overloaded());
  }
}
