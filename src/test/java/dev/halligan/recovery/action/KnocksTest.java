package dev.halligan.recovery.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.diagnosis.CulpritEvidence.AddressLoad;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnocksTest {
  private static final Knocks EARLIER =
      Knocks.of(List.of(new AddressLoad("10.0.0.1", 900), new AddressLoad("fd00::1", 7)));

  private static List<AddressLoad> since(int looked, AddressLoad... now) {
    return Knocks.of(List.of(now)).since(EARLIER, looked);
  }

  @Test
  void isReadBackAsItWasWritten() {
    assertThat(EARLIER.format()).isEqualTo("10.0.0.1=900 fd00::1=7");
    assertThat(Knocks.parse(EARLIER.format())).isEqualTo(EARLIER);
    assertThat(Knocks.parse("")).isEqualTo(Knocks.of(List.of()));
  }

  @Test
  void tellsWhatCameSinceAndWhoFellSilent() {
    assertThat(since(20, new AddressLoad("10.0.0.1", 930), new AddressLoad("fd00::1", 7)))
        .containsExactly(new AddressLoad("10.0.0.1", 30), new AddressLoad("fd00::1", 0));
  }

  @Test
  void whoWasNotSeenHadKnockedAtMostAsOftenAsTheLeastOfThoseThatWere() {
    AddressLoad late = new AddressLoad("10.0.0.2", 10);

    assertThat(since(20, late)).containsExactly(new AddressLoad("10.0.0.2", 10));
    assertThat(since(2, late)).containsExactly(new AddressLoad("10.0.0.2", 3));
  }

  @Test
  void aFenceMadeAnewCountsFromZero() {
    assertThat(since(20, new AddressLoad("10.0.0.1", 40)))
        .containsExactly(new AddressLoad("10.0.0.1", 40));
  }
}
