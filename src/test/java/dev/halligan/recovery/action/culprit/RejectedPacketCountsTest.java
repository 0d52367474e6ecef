package dev.halligan.recovery.action.culprit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import dev.halligan.attribution.RejectedPacketRates;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RejectedPacketCountsTest {
  private static final Instant FENCED = Instant.parse("2024-12-11T15:16:00Z");
  private static final RejectedPacketCounts EARLIER =
      look(4, List.of(), Map.of("10.0.0.1", 900L, "fd00::1", 7L));

  private static RejectedPacketCounts look(
      int seconds, List<String> missing, Map<String, Long> packets) {
    return new RejectedPacketCounts(FENCED.plusSeconds(seconds), missing, packets);
  }

  @Test
  void tellsWhatCameSinceAndWhoFellSilent() {
    RejectedPacketCounts later = look(7, List.of(), Map.of("10.0.0.1", 930L, "fd00::1", 7L));

    RejectedPacketRates knocking = later.since(EARLIER, FENCED);

    assertThat(knocking.firstFor()).isEqualTo(Duration.ofSeconds(4));
    assertThat(knocking.thenFor()).isEqualTo(Duration.ofSeconds(3));
    assertThat(knocking.first())
        .containsExactly(new AddressLoad("10.0.0.1", 900), new AddressLoad("fd00::1", 7));
    assertThat(knocking.then())
        .containsExactly(new AddressLoad("10.0.0.1", 30), new AddressLoad("fd00::1", 0));
  }

  @Test
  void whoWasNotSeenHadKnockedAtMostAsOftenAsTheLeastOfThoseThatWere() {
    Map<String, Long> full = new HashMap<>();
    for (int i = 0; i < RejectedPacketCounts.TOP; i++) {
      full.put("10.0.0." + i, 7L + i);
    }
    RejectedPacketCounts later = look(7, List.of(), Map.of("10.0.1.1", 10L));

    assertThat(later.since(EARLIER, FENCED).then())
        .containsExactly(new AddressLoad("10.0.1.1", 10));
    assertThat(later.since(look(4, List.of(), full), FENCED).then())
        .containsExactly(new AddressLoad("10.0.1.1", 3));
  }

  @Test
  void looksAtOtherInstancesOrAnotherFenceCannotBeCompared() {
    RejectedPacketCounts oneIsBack = look(7, List.of(), Map.of("10.0.0.1", 9_000L));
    RejectedPacketCounts madeAnew = look(7, List.of(), Map.of("10.0.0.1", 40L));

    assertThat(oneIsBack.since(look(4, List.of("10.0.0.9"), Map.of("10.0.0.1", 900L)), FENCED))
        .isEqualTo(RejectedPacketRates.UNKNOWN);
    assertThat(madeAnew.since(EARLIER, FENCED)).isEqualTo(RejectedPacketRates.UNKNOWN);
  }
}
