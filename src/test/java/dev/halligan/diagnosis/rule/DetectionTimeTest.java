package dev.halligan.diagnosis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.rule.SampleScript.Arrived;
import dev.halligan.diagnosis.rule.SampleScript.Event;
import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever kinds of slowness a storm mixes, and however the loop runs, detection takes 14 s at
 * most.
 */
class DetectionTimeTest {

  private static final int STORMS = 60;
  private static final double ONSET = 20;

  @ParameterizedTest(name = "one probe after the other: {0}")
  @ValueSource(booleans = {true, false})
  void everyStormIsDetectedInTime(boolean oneAfterTheOther) {
    for (int seed = 0; seed < STORMS; seed++) {
      List<Event> events = storm(new Random(seed), oneAfterTheOther);

      var changes = new Replay(DetectionSettings.DEFAULT).play(events);

      assertThat(changes.getLast().verdict())
          .as("storm %d: %s", seed, changes)
          .isInstanceOf(Verdict.Overloaded.class);
      assertThat(changes.getLast().t())
          .as("storm %d: %s", seed, changes)
          .isBetween(ONSET + 10, ONSET + 14);
      assertThat(changes.getLast().since()).isEqualTo(ONSET);
    }
  }

  private static List<Event> storm(Random random, boolean oneAfterTheOther) {
    List<Event> events = new ArrayList<>();
    for (long at = 0; at < 20_000; at += 2000) {
      events.add(sample(at, Lane.ORDINARY, answered(200, 20)));
      events.add(sample(at, Lane.ADMIN, answered(200, 10)));
    }
    long at = 20_000;
    while (at <= 36_000) {
      ProbeResult ordinary = bad(random);
      events.add(sample(at, Lane.ORDINARY, ordinary));
      events.add(sample(at, Lane.ADMIN, answered(200, 10 + random.nextLong(2900))));
      long busy = oneAfterTheOther ? ordinary.timings().total().toMillis() : 0;
      at += 2000 * Math.max(1, (busy + 1999) / 2000);
    }
    events.sort(Comparator.comparingLong(Event::at));
    return events;
  }

  private static ProbeResult bad(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> answered(200, 1050 + random.nextLong(1900));
      case 1 -> answered(429, 1 + random.nextLong(50));
      case 2 -> timedOut(Phase.TLS);
      default -> timedOut(Phase.HTTP);
    };
  }

  private static ProbeResult timedOut(Phase phase) {
    Duration deadline = Duration.ofSeconds(3);
    return new ProbeResult.TimedOut(phase, new Timings(Duration.ZERO, Duration.ZERO, deadline));
  }

  private static ProbeResult answered(int status, long millis) {
    return new ProbeResult.Answered(
        status, new Timings(Duration.ZERO, Duration.ZERO, Duration.ofMillis(millis)));
  }

  private static Event sample(long at, Lane lane, ProbeResult result) {
    return new Arrived(at + result.timings().total().toMillis(), at, "cp-0", lane, result);
  }
}
