package dev.halligan.recovery.cases;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.recovery.cases.Script.Event;
import dev.halligan.recovery.fake.FakeCluster;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The events that are still to come, in order. */
final class Agenda {
  private final Deque<Event> events;
  private final FakeCluster world;
  private Duration lastAt = Duration.ZERO;
  private int actsBefore;

  Agenda(List<Event> events, FakeCluster world) {
    this.events = new ArrayDeque<>(events);
    this.world = world;
  }

  /** When the next event happens, as far as one knows now. */
  Optional<Duration> due(Duration now) {
    return Optional.ofNullable(events.peek()).flatMap(event -> due(event, now));
  }

  private Optional<Duration> due(Event event, Duration now) {
    if (event.at() != null) {
      return Optional.of(event.at().time());
    }
    if (event.later() != null) {
      return Optional.of(lastAt.plus(event.later().time()));
    }
    boolean reached =
        (event.after() == null || wasDone(event.after()))
            && (event.once() == null || isTrue(event.once()));
    return reached ? Optional.of(now) : Optional.empty();
  }

  private boolean wasDone(String act) {
    return world.acts.subList(actsBefore, world.acts.size()).contains(act);
  }

  private boolean isTrue(String stepAndState) {
    String[] words = stepAndState.split(" ");
    RecoveryRequestStatus status = world.status;
    return status != null
        && status.steps() != null
        && status.steps().stream()
            .anyMatch(
                s -> s.name().equals(words[0]) && StatusChanges.word(s.state()).equals(words[1]));
  }

  Event take(Duration now) {
    lastAt = now;
    actsBefore = world.acts.size();
    return events.remove();
  }

  /** Those that never came. */
  List<Event> left() {
    return List.copyOf(events);
  }
}
