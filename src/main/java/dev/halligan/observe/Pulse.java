package dev.halligan.observe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The heartbeats of the process's own loops. A loop that promised to beat and does not is stuck,
 * and a restart is the cure; whether what it watches is well plays no part.
 */
public final class Pulse {
  private record Beat(Instant at, Duration within) {}

  private final Map<String, Beat> beats = new ConcurrentHashMap<>();
  private final Clock clock;

  public Pulse(Clock clock) {
    this.clock = clock;
  }

  /** Notes a beat of {@code loop} and the promise of another {@code within} so long. */
  public void beat(String loop, Duration within) {
    beats.put(loop, new Beat(clock.instant(), within));
  }

  /**
   * Something is to happen {@code within} so long; an earlier expectation of the same name stays.
   */
  public void expect(String what, Duration within) {
    beats.putIfAbsent(what, new Beat(clock.instant(), within));
  }

  /** The loop ended as it should, or what was expected has happened. */
  public void ended(String loop) {
    beats.remove(loop);
  }

  /** The loops that broke their promise, by name. */
  public List<String> stuck() {
    Instant now = clock.instant();
    return beats.entrySet().stream()
        .filter(e -> e.getValue().at().plus(e.getValue().within()).isBefore(now))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
