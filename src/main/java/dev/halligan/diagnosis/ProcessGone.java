package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every instance refuses or breaks off. With signs of overload it is believed as soon as the whole
 * bad run lasted; without them the silence itself has to last, for a restart is silent too.
 */
final class ProcessGone implements Rule {

  @Override
  public Optional<Verdict> judge(Situation situation) {
    Duration sustainedFor = situation.settings().sustainedFor();
    boolean gone =
        situation.all(Instance::silentNow)
            && situation.instances().stream().anyMatch(Instance::goneNow);
    boolean byOverload = situation.signs().any() || situation.before().mayAct();
    boolean believed =
        situation.all(one -> one.silent(sustainedFor)) || (situation.ill() && byOverload);
    if (!gone || !believed) {
      return Optional.empty();
    }
    Instant since = situation.outageSince(situation.ill() ? situation.onset() : silence(situation));
    return Optional.of(new Verdict.Down(since, byOverload, evidence(situation, byOverload)));
  }

  private static Instant silence(Situation situation) {
    return situation.earliest(
        situation.instances().stream()
            .flatMap(one -> one.silence().stream())
            .map(Stretch::from)
            .toList());
  }

  private static List<String> evidence(Situation situation, boolean byOverload) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Every instance (%d) refuses or breaks off, on both lanes, since %s."
            .formatted(situation.instances().size(), silence(situation)));
    if (situation.signs().any()) {
      sentences.add("Before: " + String.join("; ", situation.signs().sentences()) + ".");
    } else if (byOverload) {
      sentences.add("It was %s before.".formatted(situation.before().word()));
    } else {
      sentences.add("No sign of overload before: somebody may have stopped it.");
    }
    return List.copyOf(sentences);
  }
}
