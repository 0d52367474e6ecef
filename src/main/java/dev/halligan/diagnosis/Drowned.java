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
    Duration sustainedFor = situation.settings().sustainedFor();
    List<Seen> recent = recent(situation);
    long gone = recent.stream().filter(one -> one.kind() == SampleKind.GONE).count();
    boolean mostlyThere = 100 * gone <= (100 - Stretch.SHARE) * (long) recent.size();
    OverloadSigns signs = situation.signs();
    boolean slowNow = recent.stream().anyMatch(one -> one.kind().overloaded());
    return signs.byHosts()
        || (slowNow && signs.slowFor(sustainedFor, lastEnd(situation)))
        || (slowNow && signs.slowAnswers() > 0 && mostlyThere);
  }

  private static List<Seen> recent(Situation situation) {
    Instant after = lastEnd(situation).minus(situation.settings().sustainedFor());
    return situation.seen().stream()
        .filter(one -> one.ordinary() && one.end().isAfter(after))
        .toList();
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
