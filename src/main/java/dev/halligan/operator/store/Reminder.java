package dev.halligan.operator.store;

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
 * Draws attention to a recovery that waits for a person: an event immediately and every five
 * minutes, and a gauge while it waits. A new leader begins with an event.
 */
public final class Reminder {
  static final Duration AGAIN = Duration.ofMinutes(5);

  private record Told(String cluster, Question question, Instant at) {}

  private final Events events;
  private final Metrics metrics;
  private final Clock clock;
  private final Map<String, Told> waiting = new ConcurrentHashMap<>();

  public Reminder(Events events, Metrics metrics, Clock clock) {
    this.events = events;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Called in every pass, with the request as it is after the pass. */
  public void look(RecoveryRequest request) {
    Optional<Question> question = Question.of(request);
    if (question.isEmpty()) {
      forget(request);
      return;
    }
    String uid = request.getMetadata().getUid();
    Told before = waiting.get(uid);
    Instant now = clock.instant();
    if (before == null || !before.question().isSameAs(question.get()) || isLongAgo(before, now)) {
      String cluster = RecoveryRequests.cluster(request);
      waiting.put(uid, new Told(cluster, question.get(), now));
      metrics.waiting(cluster, () -> longest(cluster));
      events.record(request, Type.WARNING, question.get().reason(), question.get().text());
    }
  }

  /** The request no longer waits, or is gone. */
  public void forget(RecoveryRequest request) {
    Told told = waiting.remove(request.getMetadata().getUid());
    if (told != null && of(told.cluster()).findAny().isEmpty()) {
      metrics.waitsNoMore(told.cluster());
    }
  }

  /** From now on another replica reminds people. */
  public void forgetAll() {
    waiting.values().forEach(told -> metrics.waitsNoMore(told.cluster()));
    waiting.clear();
  }

  /** In either direction, so that a clock set back does not silence reminders. */
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
