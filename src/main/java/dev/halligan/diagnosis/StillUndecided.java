package dev.halligan.diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Neither well nor clearly ill: an ill verdict stands until the cluster is well; nothing else is
 * claimed. One from before this observer was too slow itself stands only when it has seen something
 * bad since.
 */
final class StillUndecided implements Rule {

  @Override
  public Optional<Verdict> judge(Situation situation) {
    return Optional.of(
        switch (situation.before()) {
          case Verdict.Healthy _, Verdict.Unknown _ ->
              unknown(situation, "That fits no explanation yet.");
          case Verdict ill when ill.mayAct() && !isSeenStill(situation) ->
              unknown(
                  situation,
                  "It was %s before Halligan was too slow itself; nothing bad was seen since %s."
                      .formatted(ill.word(), situation.clearSince()));
          default -> situation.before();
        });
  }

  private static boolean isSeenStill(Situation situation) {
    Instant clear = situation.clearSince();
    return situation.observer().doubts().isEmpty()
        || situation.seen().stream()
            .anyMatch(one -> one.ordinary() && one.kind().bad() && !one.at().isBefore(clear));
  }

  private static Verdict unknown(Situation situation, String why) {
    LaneWords words = new LaneWords(situation.seen(), situation.seen().getFirst().at());
    return new Verdict.Unknown(
        situation.since(Verdict.Unknown.class, situation.now()), List.of(words.ordinary(), why));
  }
}
