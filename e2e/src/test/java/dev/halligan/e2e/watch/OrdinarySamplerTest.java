package dev.halligan.e2e.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.halligan.e2e.measure.Stopwatch;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrdinarySamplerTest {
  private static final Stopwatch WATCH = new Stopwatch(Instant.ofEpochSecond(1_700_000_000));

  @Test
  void readsWhatCurlSays() {
    var sample = OrdinarySampler.parse("1700000002.500000 200 0.031000 0", WATCH).orElseThrow();
    assertThat(sample.at()).isCloseTo(2.5, within(1e-6));
    assertThat(sample.tookMs()).isCloseTo(31, within(1e-6));
    assertThat(sample.isFast()).isTrue();
  }

  @Test
  void tellsARefusalFromATimeOutAndFromAStatus() {
    assertThat(OrdinarySampler.parse("1700000002.5 000 0.001 7", WATCH).orElseThrow().outcome())
        .isEqualTo("refused");
    assertThat(OrdinarySampler.parse("1700000002.5 000 5.001 28", WATCH).orElseThrow().outcome())
        .isEqualTo("timed out");
    assertThat(OrdinarySampler.parse("1700000002.5 429 0.2 0", WATCH).orElseThrow().ok()).isFalse();
    assertThat(OrdinarySampler.parse("cut sho", WATCH)).isEmpty();
  }
}
