package dev.halligan.diagnosis;

import java.util.List;
import java.util.Optional;

/**
 * Neither well nor clearly ill: an ill verdict stands until the cluster is well; nothing else is
 * claimed.
 */
final class StillUndecided implements Rule {

  @Override
  public Optional<Verdict> judge(Situation situation) {
    return Optional.of(
        switch (situation.before()) {
          case Verdict.Healthy _, Verdict.Unknown _ ->
              new Verdict.Unknown(
                  situation.since(Verdict.Unknown.class, situation.now()),
                  List.of(
                      new LaneWords(situation.seen(), situation.seen().getFirst().at()).ordinary(),
                      "That fits no explanation yet."));
          default -> situation.before();
        });
  }
}
