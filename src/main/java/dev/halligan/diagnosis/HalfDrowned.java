package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Users wait at every other question, and a host says that its server is newly at its limit. Not
 * after a restart, of whichever instance: one that starts uses all its CPU, and meanwhile the
 * others serve its clients too. Without a host that can be asked this rule is silent.
 */
final class HalfDrowned implements Rule {

  /** How long before the onset a restart still explains it, as in {@link WarmingUp}. */
  private static final Duration AFTER_A_RESTART = Duration.ofSeconds(30);

  @Override
  public Optional<Verdict> judge(Situation situation) {
    if (situation.all(one -> one.marginal().isEmpty())
        || !situation.most(one -> run(one, situation).isPresent())) {
      return Optional.empty();
    }
    Instant onset = situation.earliest(begun(situation).toList());
    Instant nobodyServed = begun(situation).max(Comparator.naturalOrder()).orElse(onset);
    List<String> limits = new NewlyAtLimit(situation.hosts(), nobodyServed).sentences();
    return limits.isEmpty() || restarted(situation, onset.minus(AFTER_A_RESTART))
        ? Optional.empty()
        : Optional.of(
            new Verdict.Overloaded(
                situation.outageSince(onset), evidence(situation, onset, limits)));
  }

  private static Stream<Instant> begun(Situation situation) {
    return situation.instances().stream()
        .flatMap(one -> run(one, situation).stream())
        .map(Stretch::from);
  }

  /** One instance may be drowned already while the others hover. */
  private static Optional<Stretch> run(Instance one, Situation situation) {
    return one.marginal()
        .or(() -> one.bad().filter(bad -> bad.lasted(situation.settings().sustainedFor())));
  }

  private static boolean restarted(Situation situation, Instant from) {
    return situation.hosts().newRestarts(from) > 0
        || situation.seen().stream()
            .anyMatch(one -> one.kind() == SampleKind.GONE && !one.at().isBefore(from));
  }

  private static List<String> evidence(Situation situation, Instant onset, List<String> limits) {
    Duration window = MarginalRun.window(situation.settings().sustainedFor());
    List<Seen> lately = situation.recent(window);
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "%d of %d samples of the ordinary lane in the last %d s were slow, late or throttled; that began at %s."
            .formatted(
                lately.stream().filter(one -> one.kind().overloaded()).count(),
                lately.size(),
                window.toSeconds(),
                onset));
    sentences.add(new LaneWords(situation.seen(), onset).admin());
    sentences.add("The host: " + String.join("; ", limits) + ".");
    return List.copyOf(sentences);
  }
}
