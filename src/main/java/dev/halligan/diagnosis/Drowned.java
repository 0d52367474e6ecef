package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Nobody is served in time though somebody is there. A server that just came back from a silence is
 * slow for a moment: its slow answers have to last by themselves.
 */
final class Drowned implements Rule {

  @Override
  public Optional<Verdict> judge(Situation situation) {
    if (!situation.ill() || !overload(situation)) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.Overloaded(situation.outageSince(situation.onset()), evidence(situation)));
  }

  private static boolean overload(Situation situation) {
    Instant until = lastEnd(situation);
    Duration sustainedFor = situation.settings().sustainedFor();
    OverloadSigns signs = situation.signs();
    boolean slowNow =
        situation.seen().stream()
            .filter(one -> one.ordinary() && one.end().isAfter(until.minus(sustainedFor)))
            .anyMatch(one -> one.kind().overloaded());
    boolean thereForLong =
        Duration.between(thereSince(situation), until).compareTo(sustainedFor) >= 0;
    boolean maybeCut = situation.recently(SampleKind::unconnected) && !signs.host().crowded();
    return (signs.byHosts() && !maybeCut)
        || (slowNow && signs.slowFor(sustainedFor, until))
        || (slowNow && signs.slowAnswers() > 0 && thereForLong);
  }

  /** The first sample of the bad run after which nothing was refused or broken any more. */
  private static Instant thereSince(Situation situation) {
    List<Seen> run =
        situation.seen().stream().filter(one -> !one.at().isBefore(situation.onset())).toList();
    Instant since = situation.onset();
    for (int i = 1; i < run.size(); i++) {
      if (run.get(i - 1).kind() == SampleKind.GONE) {
        since = run.get(i).at();
      }
    }
    return since;
  }

  private static Instant lastEnd(Situation situation) {
    return situation.instances().stream()
        .flatMap(one -> one.bad().stream())
        .map(Stretch::to)
        .max(Instant::compareTo)
        .orElse(situation.now());
  }

  private static List<String> evidence(Situation situation) {
    Instant onset = situation.onset();
    LaneWords words = new LaneWords(situation.seen(), onset);
    List<String> sentences = new ArrayList<>();
    sentences.add(words.ordinary());
    sentences.add(words.admin());
    if (situation.signs().byHosts()) {
      sentences.add("The host: " + String.join("; ", situation.signs().sentences()) + ".");
    }
    return List.copyOf(sentences);
  }
}
