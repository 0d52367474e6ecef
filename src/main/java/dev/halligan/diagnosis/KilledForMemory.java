package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A server that drowns, is killed for memory and starts, answers well for a moment and is killed
 * again: users fail most of the time, yet no bad run lasts, and slow answers are too few among
 * refused ones. The kernel's count tells it from a server that somebody restarts, slow answers
 * before the kill from one that leaks.
 */
final class KilledForMemory implements Rule {

  private static final Duration SAME_LOOP = Duration.ofMinutes(1);

  /** Percent of the samples since the first bad one. */
  private static final int SHARE_AFTER_SLOW = 50;

  private static final int FEWEST_SLOW = 2;

  private static final int AGAIN = 2;

  /** The same where there were several kills, as in {@link MarginalRun}. */
  private static final int SHARE_AFTER_SEVERAL = 40;

  private static final int FEWEST_BAD = 2;

  @Override
  public Optional<Verdict> judge(Situation situation) {
    Instant from = situation.now().minus(SAME_LOOP);
    long kills = situation.hosts().mostOomKills(from);
    boolean afterSlow = kills > 0 && slowBeforeGone(situation, from) >= FEWEST_SLOW;
    boolean drowned =
        (afterSlow && suffering(situation, SHARE_AFTER_SLOW))
            || (kills >= AGAIN && suffering(situation, SHARE_AFTER_SEVERAL));
    if (situation.before().mayAct() || !drowned) {
      return Optional.empty();
    }
    Instant onset =
        situation.earliest(
            situation.instances().stream()
                .flatMap(one -> firstBad(window(one, situation)).stream())
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

  /** On both lanes; those of a server that starts say nothing. */
  private static long slowBeforeGone(Situation situation, Instant from) {
    List<Seen> lately = situation.seen().stream().filter(one -> one.end().isAfter(from)).toList();
    Instant gone =
        lately.stream()
            .filter(one -> one.kind() == SampleKind.GONE)
            .map(Seen::at)
            .findFirst()
            .orElse(situation.now());
    return lately.stream()
        .filter(one -> one.at().isBefore(gone) && one.kind().overloaded())
        .count();
  }

  private static boolean suffering(Situation situation, int share) {
    return situation.most(one -> suffers(one, share, situation));
  }

  /** For as long as any outage has to last, and lately too. */
  private static boolean suffers(Instance one, int share, Situation situation) {
    Duration sustainedFor = situation.settings().sustainedFor();
    Instant now = situation.now();
    List<Seen> window = window(one, situation);
    Optional<Instant> first = firstBad(window);
    List<Seen> since =
        window.stream()
            .filter(seen -> first.filter(at -> !seen.at().isBefore(at)).isPresent())
            .toList();
    long lately =
        bad(since.stream().filter(s -> s.end().isAfter(now.minus(sustainedFor))).toList());
    return first.filter(at -> !at.plus(sustainedFor).isAfter(now)).isPresent()
        && 100 * bad(since) >= (long) share * since.size()
        && lately >= FEWEST_BAD;
  }

  private static List<Seen> window(Instance one, Situation situation) {
    Instant after = situation.now().minus(MarginalRun.window(situation.settings().sustainedFor()));
    return one.seen().stream()
        .filter(seen -> seen.ordinary() && seen.kind() != SampleKind.NOT_TRUSTED)
        .filter(seen -> seen.end().isAfter(after))
        .toList();
  }

  private static Optional<Instant> firstBad(List<Seen> samples) {
    return samples.stream().filter(KilledForMemory::isBad).map(Seen::at).findFirst();
  }

  private static long bad(List<Seen> samples) {
    return samples.stream().filter(KilledForMemory::isBad).count();
  }

  /** What a network or a store that fails shows is none of it. */
  private static boolean isBad(Seen seen) {
    return seen.kind().overloaded() || seen.kind() == SampleKind.GONE;
  }
}
