package dev.halligan.operator.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MonitorScheduleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final MonitorSchedule schedule = new MonitorSchedule();

  @Test
  void asksTheHostsEveryTenSecondsAndMoreOftenWhenAlarmed() {
    assertThat(due(0, 30, now -> schedule.hostsDue(false, now))).containsExactly(0L, 10L, 20L);
    assertThat(due(30, 42, now -> schedule.hostsDue(true, now))).containsExactly(30L, 34L, 38L);
  }

  @Test
  void takesThreePagesAtTheFirstSuspicionAndThenOnceAMinute() {
    assertThat(due(0, 60, now -> schedule.evidenceDue(false, now))).isEmpty();
    assertThat(due(60, 200, now -> schedule.evidenceDue(true, now)))
        .containsExactly(60L, 64L, 68L, 120L, 124L, 128L, 180L, 184L, 188L);
  }

  @Test
  void aSecondSuspicionWithinTheMinuteTakesNoSecondEvidence() {
    schedule.evidenceDue(true, at(0));
    schedule.evidenceDue(false, at(10));

    assertThat(schedule.evidenceDue(true, at(20))).isFalse();
  }

  @Test
  void writesTheStatusAtOnceOnAChangeAndElseEveryThirtySeconds() {
    assertThat(due(0, 60, now -> schedule.statusDue(false, now))).containsExactly(0L, 30L);
    assertThat(schedule.statusDue(true, at(31))).isTrue();
    assertThat(due(32, 70, now -> schedule.statusDue(false, now))).containsExactly(61L);
  }

  @Test
  void asksThePolicyOnlyWhenThereIsCause() {
    assertThat(schedule.decisionDue(false, at(0))).isFalse();
    assertThat(schedule.decisionDue(true, at(0))).isTrue();
    assertThat(schedule.decisionDue(true, at(0).plusMillis(900))).isFalse();
    assertThat(schedule.decisionDue(true, at(1))).isTrue();
  }

  private static List<Long> due(long from, long to, Predicate<Instant> asked) {
    return LongStream.range(from, to).filter(s -> asked.test(at(s))).boxed().toList();
  }

  private static Instant at(long second) {
    return START.plusSeconds(second);
  }
}
