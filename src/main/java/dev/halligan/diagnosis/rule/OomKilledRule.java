package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.ClassifiedSample;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.EndpointState;
import dev.halligan.diagnosis.signal.IntermittentRun;
import dev.halligan.diagnosis.signal.LaneSummary;
import dev.halligan.diagnosis.signal.SampleKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A server that is overloaded, OOM-killed, restarts, answers well for a moment and is killed again.
 * Most requests fail, but no bad run lasts, and too few answers are slow among refused connections.
 * The kernel's OOM counter separates this from a manual restart; slow answers before the kill
 * separate it from a leak.
 */
final class OomKilledRule implements Rule {

  private static final Duration SAME_LOOP = Duration.ofMinutes(1);

  /** Percent of the samples since the first bad one. */
  private static final int SHARE_AFTER_SLOW = 50;

  private static final int FEWEST_SLOW = 2;

  private static final int AGAIN = 2;

  /** The same after several kills, as in {@link IntermittentRun}. */
  private static final int SHARE_AFTER_SEVERAL = 40;

  private static final int FEWEST_BAD = 2;

  @Override
  public Optional<Verdict> judge(DiagnosisInput input) {
    Instant from = input.now().minus(SAME_LOOP);
    long kills = input.hosts().mostOomKills(from);
    boolean afterSlow = kills > 0 && slowBeforeGone(input, from) >= FEWEST_SLOW;
    boolean drowned =
        (afterSlow && suffering(input, SHARE_AFTER_SLOW))
            || (kills >= AGAIN && suffering(input, SHARE_AFTER_SEVERAL));
    if (input.before().mayAct() || !drowned) {
      return Optional.empty();
    }
    Instant onset =
        input.earliest(
            input.instances().stream()
                .flatMap(one -> firstBad(window(one, input)).stream())
                .toList());
    LaneSummary words = new LaneSummary(input.seen(), onset);
    return Optional.of(
        new Verdict.Overloaded(
            input.outageSince(onset),
            List.of(
                words.ordinary(),
                words.admin(),
                "OOM kills on the host within %d s: %d.".formatted(SAME_LOOP.toSeconds(), kills))));
  }

  /** Counts both lanes; slow answers of a starting server mean nothing. */
  private static long slowBeforeGone(DiagnosisInput input, Instant from) {
    List<ClassifiedSample> lately =
        input.seen().stream().filter(one -> one.end().isAfter(from)).toList();
    Instant gone =
        lately.stream()
            .filter(one -> one.kind() == SampleKind.GONE)
            .map(ClassifiedSample::at)
            .findFirst()
            .orElse(input.now());
    return lately.stream()
        .filter(one -> one.at().isBefore(gone) && one.kind().overloaded())
        .count();
  }

  private static boolean suffering(DiagnosisInput input, int share) {
    return input.most(one -> suffers(one, share, input));
  }

  /** For as long as any outage must last, and recently too. */
  private static boolean suffers(EndpointState one, int share, DiagnosisInput input) {
    Duration sustainedFor = input.settings().sustainedFor();
    Instant now = input.now();
    List<ClassifiedSample> window = window(one, input);
    Optional<Instant> first = firstBad(window);
    List<ClassifiedSample> since =
        window.stream()
            .filter(seen -> first.filter(at -> !seen.at().isBefore(at)).isPresent())
            .toList();
    long lately =
        bad(since.stream().filter(s -> s.end().isAfter(now.minus(sustainedFor))).toList());
    return first.filter(at -> !at.plus(sustainedFor).isAfter(now)).isPresent()
        && 100 * bad(since) >= (long) share * since.size()
        && lately >= FEWEST_BAD;
  }

  private static List<ClassifiedSample> window(EndpointState one, DiagnosisInput input) {
    Instant after = input.now().minus(IntermittentRun.window(input.settings().sustainedFor()));
    return one.seen().stream()
        .filter(seen -> seen.ordinary() && seen.kind() != SampleKind.NOT_TRUSTED)
        .filter(seen -> seen.end().isAfter(after))
        .toList();
  }

  private static Optional<Instant> firstBad(List<ClassifiedSample> samples) {
    return samples.stream().filter(OomKilledRule::isBad).map(ClassifiedSample::at).findFirst();
  }

  private static long bad(List<ClassifiedSample> samples) {
    return samples.stream().filter(OomKilledRule::isBad).count();
  }

  /** Excludes symptoms of a failing network or etcd. */
  private static boolean isBad(ClassifiedSample seen) {
    return seen.kind().overloaded() || seen.kind() == SampleKind.GONE;
  }
}
