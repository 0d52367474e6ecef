package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A server that drowns, is killed for memory and starts, answers well for a moment and is killed
 * again: users fail most of the time, yet no bad run lasts, and slow answers are too few among
 * refused ones. The kernel's count tells it from a server that somebody restarts.
 */
final class KilledForMemory implements Rule {

  private static final Duration SAME_LOOP = Duration.ofMinutes(1);

  /** Percent of the samples since the first bad one, when there was one kill after slow answers. */
  private static final int SHARE_OF_ONE = 50;

  private static final int AGAIN = 2;

  /** The same when there were several, as in {@link MarginalRun}. */
  private static final int SHARE_OF_SEVERAL = 40;

  private static final int FEWEST_BAD = 2;

  @Override
  public Optional<Verdict> judge(Situation situation) {
    Instant from = situation.now().minus(SAME_LOOP);
    long kills = situation.hosts().newOomKills(from);
    boolean killed =
        (kills > 0 && situation.signs().slowAnswers() > 0 && suffering(situation, SHARE_OF_ONE))
            || (kills >= AGAIN && suffering(situation, SHARE_OF_SEVERAL));
    if (situation.before().mayAct() || !killed) {
      return Optional.empty();
    }
    Instant onset =
        situation.earliest(
            situation.instances().stream()
                .map(one -> lately(one, from))
                .flatMap(seen -> firstBad(seen).stream())
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

  private static boolean suffering(Situation situation, int share) {
    return situation.most(one -> suffers(one, share, situation));
  }

  /** For as long as any outage has to last, and lately too. */
  private static boolean suffers(Instance one, int share, Situation situation) {
    Duration sustainedFor = situation.settings().sustainedFor();
    Instant now = situation.now();
    List<Seen> window = lately(one, now.minus(MarginalRun.window(sustainedFor)));
    Optional<Instant> first = firstBad(window);
    List<Seen> since =
        window.stream()
            .filter(seen -> first.filter(at -> !seen.at().isBefore(at)).isPresent())
            .toList();
    return first.filter(at -> !at.plus(sustainedFor).isAfter(now)).isPresent()
        && 100 * bad(since) >= (long) share * since.size()
        && bad(lately(one, now.minus(sustainedFor))) >= FEWEST_BAD;
  }

  private static List<Seen> lately(Instance one, Instant after) {
    return one.seen().stream()
        .filter(seen -> seen.ordinary() && seen.end().isAfter(after))
        .toList();
  }

  private static Optional<Instant> firstBad(List<Seen> samples) {
    return samples.stream().filter(seen -> seen.kind().bad()).map(Seen::at).findFirst();
  }

  private static long bad(List<Seen> samples) {
    return samples.stream().filter(seen -> seen.kind().bad()).count();
  }
}
