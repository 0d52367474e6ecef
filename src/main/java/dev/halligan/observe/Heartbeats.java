package dev.halligan.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The heartbeats of the process's own loops. A loop that misses its heartbeat is stuck and needs a
 * restart. The health of what it watches plays no part.
 */
public final class Heartbeats {
  private record Beat(Instant at, Duration within) {}

  private final Map<String, Beat> beats = new ConcurrentHashMap<>();
  private final Clock clock;

  public Heartbeats(Clock clock) {
    this.clock = clock;
  }

  /** Records a beat of {@code loop}; the next one is due {@code within} this time. */
  public void beat(String loop, Duration within) {
    beats.put(loop, new Beat(clock.instant(), within));
  }

  /** Expects something {@code within} this time; an earlier expectation of the same name stays. */
  public void expect(String what, Duration within) {
    beats.putIfAbsent(what, new Beat(clock.instant(), within));
  }

  /** The loop ended normally, or what was expected has happened. */
  public void ended(String loop) {
    beats.remove(loop);
  }

  /** The loops that missed their heartbeat, by name. */
  public List<String> stuck() {
    Instant now = clock.instant();
    return beats.entrySet().stream()
        .filter(e -> e.getValue().at().plus(e.getValue().within()).isBefore(now))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
