package dev.halligan.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Somebody serves in time. An instance that is gone while another one serves is a restart or a
 * fault of its own, not an outage. After an ill verdict every instance that is there has to be good
 * for {@code sustainedFor} first.
 */
final class AllWell implements Rule {

  @Override
  public Optional<Verdict> judge(Situation situation) {
    return switch (situation.before()) {
      case Verdict.Healthy healthy ->
          situation.ill() ? Optional.empty() : Optional.of(still(situation, healthy));
      case Verdict.Unknown _ -> nowWell(situation, Duration.ZERO);
      default -> nowWell(situation, situation.settings().sustainedFor());
    };
  }

  private static Verdict still(Situation situation, Verdict.Healthy before) {
    return new Verdict.Healthy(situation.earliest(List.of(before.since())), evidence(situation));
  }

  private static Optional<Verdict> nowWell(Situation situation, Duration sustainedFor) {
    boolean allWellOrOut = situation.all(one -> one.well(sustainedFor) || one.silentNow());
    return situation.instances().stream()
        .filter(one -> allWellOrOut && one.well(sustainedFor))
        .flatMap(one -> one.good().stream())
        .map(Stretch::from)
        .max(Comparator.naturalOrder())
        .map((Instant since) -> new Verdict.Healthy(since, evidence(situation)));
  }

  private static List<String> evidence(Situation situation) {
    List<String> sentences = new ArrayList<>();
    List<Instance> ill = situation.instances().stream().filter(Instance::illNow).toList();
    if (ill.isEmpty()) {
      sentences.add("Every instance (%d) answers in time.".formatted(situation.instances().size()));
    } else {
      sentences.add(
          "Not well now, %d of the instances (%d): %s."
              .formatted(
                  ill.size(),
                  situation.instances().size(),
                  String.join(", ", ill.stream().map(Instance::endpoint).toList())));
    }
    adminTrouble(situation).ifPresent(sentences::add);
    return List.copyOf(sentences);
  }

  private static Optional<String> adminTrouble(Situation situation) {
    List<Seen> admin = situation.seen().stream().filter(one -> !one.ordinary()).toList();
    return Stretch.newest(
            admin, kind -> kind != SampleKind.GOOD, 0, situation.settings().sustainedFor())
        .filter(stretch -> stretch.lasted(situation.settings().sustainedFor()))
        .map(
            stretch ->
                "The admin lane has had no good answer since %s: a recovery would be harder."
                    .formatted(stretch.from()));
  }
}
