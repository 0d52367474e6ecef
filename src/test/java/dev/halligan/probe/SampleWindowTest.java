package dev.halligan.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Refused;
import dev.halligan.probe.ProbeResult.Timings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleWindowTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void keepsTheLatestInOrder() {
    SampleWindow window = new SampleWindow(3);
    for (int second = 0; second < 5; second++) {
      window.add(sample(second));
    }

    assertThat(window.since(START)).containsExactly(sample(2), sample(3), sample(4));
  }

  @Test
  void sinceIncludesTheInstantItself() {
    SampleWindow window = new SampleWindow(3);
    window.add(sample(0));
    window.add(sample(1));

    assertThat(window.since(START.plusSeconds(1))).containsExactly(sample(1));
    assertThat(window.since(START.plusSeconds(2))).isEmpty();
  }

  @Test
  void everyKindOfResultComesBackAsItWas() {
    Timings timings =
        new Timings(Duration.ofNanos(1_000), Duration.ofMillis(2), Duration.ofSeconds(3));
    List<ProbeResult> results =
        List.of(
            new ProbeResult.Answered(429, timings),
            new ProbeResult.TimedOut(Phase.TLS, timings),
            new Refused(timings),
            new ProbeResult.NoRoute(timings),
            new ProbeResult.Broken(Phase.HTTP, timings),
            new ProbeResult.Untrusted("Expired", timings),
            new ProbeResult.Untrusted("OwnCertificateExpired", timings));
    SampleWindow window = new SampleWindow(1000);
    List<Sample> samples =
        IntStream.range(0, 700)
            .mapToObj(
                i ->
                    new Sample(
                        START.plusMillis(i),
                        "cp-" + i % 3,
                        Lane.values()[i % 2],
                        results.get(i % results.size())))
            .toList();

    samples.forEach(window::add);

    assertThat(window.since(START)).isEqualTo(samples);
  }

  @Test
  void needsRoomForOne() {
    assertThatThrownBy(() -> new SampleWindow(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Sample sample(int second) {
    Timings none = new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    return new Sample(START.plusSeconds(second), "cp-0", Lane.ADMIN, new Refused(none));
  }
}
