package dev.halligan.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RequestNamesTest {
  private static final Instant NOW = Instant.parse("2026-12-11T03:12:07.9Z");

  @Test
  void isTheClusterAndTheSecondInUtc() {
    assertThat(RequestNames.name("eu-1", NOW)).isEqualTo("eu-1-20261211-031207");
  }

  @Test
  void isShortEnoughForALabelAndEndsNoPartInADot() {
    String name = RequestNames.name("a".repeat(46) + "." + "b".repeat(200), NOW);

    assertThat(name).isEqualTo("a".repeat(46) + "-20261211-031207").hasSizeLessThanOrEqualTo(63);
  }
}
