package dev.halligan.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeTest {
  private static Scrape scrape(int upTo10, int upTo50, int all) {
    return Scrape.parse(
        """
        # TYPE halligan_watch_lateness_seconds histogram
        halligan_watch_lateness_seconds_bucket{le="0.01"} %d
        halligan_watch_lateness_seconds_bucket{le="0.05"} %d
        halligan_watch_lateness_seconds_bucket{le="+Inf"} %d
        halligan_watch_lateness_seconds_sum 1.5E-4
        """
            .formatted(upTo10, upTo50, all));
  }

  private static double p99(Scrape earlier, Scrape later) {
    return later.percentileSince(earlier, "halligan_watch_lateness_seconds", 99).orElse(Double.NaN);
  }

  @Test
  void countsWhatCameSince() {
    assertThat(p99(scrape(0, 0, 100), scrape(100, 100, 200))).isEqualTo(0.01);
    assertThat(p99(scrape(0, 0, 0), scrape(98, 100, 100))).isEqualTo(0.05);
    assertThat(p99(scrape(0, 0, 0), scrape(98, 98, 100))).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void nothingHasNoPercentile() {
    assertThat(p99(scrape(1, 2, 3), scrape(1, 2, 3))).isNaN();
  }
}
