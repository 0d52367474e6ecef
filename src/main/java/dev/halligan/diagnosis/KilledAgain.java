package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A server that is killed for memory, starts, answers well for a moment and is killed again: users
 * fail most of the time, yet no bad run lasts, and slow answers are too few among refused ones. The
 * kernel's count tells it from a server that somebody restarts.
 */
final class KilledAgain implements Rule {

  private static final Duration SAME_LOOP = Duration.ofMinutes(1);
  private static final int FEWEST_KILLS = 2;
  private static final int FEWEST_BAD = 2;

  /** Percent of the samples of twice {@code sustainedFor}, as in {@link MarginalRun}. */
  private static final int SHARE = 40;

  @Override
  public Optional<Verdict> judge(Situation situation) {
    Instant from = situation.now().minus(SAME_LOOP);
    long kills = situation.hosts().newOomKills(from);
    if (situation.before().mayAct()
        || kills < FEWEST_KILLS
        || !situation.most(one -> suffers(one, situation))) {
      return Optional.empty();
    }
    Instant onset =
        situation.earliest(
            situation.seen().stream()
                .filter(one -> one.ordinary() && one.kind().bad() && !one.at().isBefore(from))
                .map(Seen::at)
                .toList());
    LaneWords words = new LaneWords(situation.seen(), onset);
    return Optional.of(
        new Verdict.Overloaded(
            situation.outageSince(onset),
            List.of(
                words.ordinary(),
                words.admin(),
                "The host: kills for memory by the kernel within %d s: %d."
                    .formatted(SAME_LOOP.toSeconds(), kills))));
  }

  private static boolean suffers(Instance one, Situation situation) {
    Duration sustainedFor = situation.settings().sustainedFor();
    List<Seen> window = lately(one, situation.now().minus(MarginalRun.window(sustainedFor)));
    return 100 * bad(window) >= (long) SHARE * window.size()
        && bad(lately(one, situation.now().minus(sustainedFor))) >= FEWEST_BAD;
  }

  private static List<Seen> lately(Instance one, Instant after) {
    return one.seen().stream()
        .filter(seen -> seen.ordinary() && seen.end().isAfter(after))
        .toList();
  }

  private static long bad(List<Seen> samples) {
    return samples.stream().filter(seen -> seen.kind().bad()).count();
  }
}
