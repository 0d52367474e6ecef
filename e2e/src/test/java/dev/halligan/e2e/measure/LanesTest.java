package dev.halligan.e2e.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static LaneSample fast(double at) {
    return new LaneSample(at, 100, true, "200");
  }

  private static LaneSample slow(double at) {
    return new LaneSample(at, 4_000, true, "200");
  }

  @Test
  void restoredIsTheFirstOfThreeFastAnswersInARow() {
    var samples = List.of(fast(1), fast(2), slow(3), fast(4), fast(5), fast(6), slow(7));
    assertThat(Lanes.restored(samples, 0)).hasValueCloseTo(4.1, within(1e-9));
  }

  @Test
  void requestsSentBeforeDoNotCount() {
    assertThat(Lanes.restored(List.of(fast(1), fast(2), fast(3), fast(4)), 1.5))
        .hasValueCloseTo(2.1, within(1e-9));
    assertThat(Lanes.restored(List.of(fast(1), fast(2), fast(3)), 1.5)).isEmpty();
  }

  @Test
  void theOrderOfSendingCountsNotThatOfAnswering() {
    assertThat(Lanes.restored(List.of(fast(4), fast(2), slow(3)), 0)).isEmpty();
  }

  @Test
  void healthyNeedsTenAnswersNineOfTenFast() {
    var ten = IntStream.range(0, 10).mapToObj(i -> fast(i / 4.0)).toList();
    assertThat(Lanes.healthySince(ten, 0)).isTrue();
    assertThat(Lanes.healthySince(ten, 0.1)).isFalse();
    var oneSlow = Stream.concat(ten.stream(), Stream.of(slow(3))).toList();
    assertThat(Lanes.healthySince(oneSlow, 0)).isTrue();
    assertThat(Lanes.healthySince(Stream.concat(oneSlow.stream(), Stream.of(slow(4))).toList(), 0))
        .isFalse();
  }

  @Test
  void theLongestSilenceIsBetweenTwoAnswersOrAtAnEnd() {
    var lost = new LaneSample(5, 10_000, false, "timed out");
    var samples = List.of(fast(1), fast(3), lost, slow(4), fast(9));
    // answered at 1.1, 3.1, 8 and 9.1
    assertThat(Lanes.longestSilence(samples, 0, 10)).hasValueCloseTo(4.9, within(1e-9));
    assertThat(Lanes.longestSilence(samples, 0, 20)).hasValueCloseTo(10.9, within(1e-9));
    assertThat(Lanes.longestSilence(List.of(lost), 2, 9)).hasValue(7);
    assertThat(Lanes.longestSilence(samples, 30, 40)).isEmpty();
  }

  @Test
  void visitsAreCountedBySecond() {
    var visits =
        List.of(
            new Visit(4, true),
            new Visit(-1, false),
            new Visit(3, false),
            new Visit(4, true),
            new Visit(4, false));
    assertThat(Visit.tally(visits))
        .containsExactly(new Visit.Tally(3, 0, 1), new Visit.Tally(4, 2, 1));
  }

  @Test
  void visitsAreReadFromTheCustomersLines() {
    var watch = new Stopwatch(Instant.ofEpochSecond(1_700_000_000));
    var visits =
        List.of("1700000003 ok", "1700000004 failed", "17000", "", "1700000005 ok").stream()
            .flatMap(line -> Visit.parse(line, watch).stream())
            .toList();
    assertThat(visits).containsExactly(new Visit(3, true), new Visit(4, false), new Visit(5, true));
    assertThat(Visit.availability(visits, 3.5, 9)).hasValue(50);
    assertThat(Visit.availability(visits, 10, 20)).isEmpty();
  }

  @Test
  void percentilesAreValuesThatWereMeasured() {
    assertThat(Percentiles.of(List.of(5.0, 1.0, 4.0, 2.0, 3.0), 50)).hasValue(3);
    assertThat(Percentiles.of(List.of(5.0, 1.0, 4.0, 2.0, 3.0), 95)).hasValue(5);
    assertThat(Percentiles.median(List.of(4.0, 1.0, 2.0, 3.0))).hasValue(2.5);
    assertThat(Percentiles.median(List.of())).isEmpty();
  }
}
