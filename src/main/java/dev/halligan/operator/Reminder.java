package dev.halligan.operator;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.observe.Events;
import dev.halligan.observe.Events.Type;
import dev.halligan.observe.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Makes a recovery that waits for a person heard: an event at once and every five minutes, and a
 * gauge for as long as it waits. A new leader begins with an event.
 */
final class Reminder {
  static final Duration AGAIN = Duration.ofMinutes(5);

  private record Told(String cluster, Question question, Instant at) {}

  private final Events events;
  private final Metrics metrics;
  private final Clock clock;
  private final Map<String, Told> waiting = new ConcurrentHashMap<>();

  Reminder(Events events, Metrics metrics, Clock clock) {
    this.events = events;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** To be called in every pass, with the request as it is after it. */
  void look(RecoveryRequest request) {
    Optional<Question> question = Question.of(request);
    if (question.isEmpty()) {
      forget(request);
      return;
    }
    String uid = request.getMetadata().getUid();
    Told before = waiting.get(uid);
    Instant now = clock.instant();
    if (before == null || !before.question().isSameAs(question.get()) || isLongAgo(before, now)) {
      String cluster = RequestBook.cluster(request);
      waiting.put(uid, new Told(cluster, question.get(), now));
      metrics.waiting(cluster, () -> longest(cluster));
      events.record(request, Type.WARNING, question.get().reason(), question.get().text());
    }
  }

  /** The request waits no more, or is gone. */
  void forget(RecoveryRequest request) {
    Told told = waiting.remove(request.getMetadata().getUid());
    if (told != null && of(told.cluster()).findAny().isEmpty()) {
      metrics.waitsNoMore(told.cluster());
    }
  }

  /** Another replica is to remind people now. */
  void forgetAll() {
    waiting.values().forEach(told -> metrics.waitsNoMore(told.cluster()));
    waiting.clear();
  }

  /** In either direction: a clock set back silences nothing. */
  private static boolean isLongAgo(Told before, Instant now) {
    return Duration.between(before.at(), now).abs().compareTo(AGAIN) >= 0;
  }

  private Stream<Told> of(String cluster) {
    return waiting.values().stream().filter(t -> t.cluster().equals(cluster));
  }

  private long longest(String cluster) {
    Instant now = clock.instant();
    return of(cluster)
        .mapToLong(t -> Duration.between(t.question().since(), now).toSeconds())
        .reduce(0, Math::max);
  }
}
