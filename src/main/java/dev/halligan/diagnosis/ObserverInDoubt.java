package dev.halligan.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The fault may be on this side: late timers, no network, or most of the fleet dark at once. */
final class ObserverInDoubt implements Rule {

  @Override
  public Optional<Verdict> judge(Situation situation) {
    List<String> doubts = doubts(situation.observer(), situation.settings().interval());
    return doubts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Verdict.Unknown(situation.since(Verdict.Unknown.class, situation.now()), doubts));
  }

  private static List<String> doubts(ObserverHealth observer, Duration interval) {
    List<String> doubts = new ArrayList<>();
    if (observer.timerLateness().compareTo(interval.dividedBy(2)) > 0) {
      doubts.add(
          "This observer's timers are %d ms late: it is too busy to judge others."
              .formatted(observer.timerLateness().toMillis()));
    }
    if (!observer.anyAddressReachable()) {
      doubts.add("No address at all can be reached: this observer's own network may be down.");
    }
    if (FleetDarkness.doubtful(observer.fleetSize(), observer.fleetDark())) {
      doubts.add(
          "%d of %d clusters do not answer at once: more likely the fault is on this side."
              .formatted(observer.fleetDark(), observer.fleetSize()));
    }
    return List.copyOf(doubts);
  }
}
