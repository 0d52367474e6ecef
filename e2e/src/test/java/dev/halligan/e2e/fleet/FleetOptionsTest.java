package dev.halligan.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetOptionsTest {
  private static FleetOptions parse(String words) {
    return FleetOptions.parse(List.of(words.split(" ")));
  }

  @Test
  void gatesAreThoseOfCiInTheirOrder() {
    assertThat(parse("gates").gates())
        .extracting(Gate::name)
        .containsExactly(
            "start", "starved", "added", "slow-path", "false-fence", "outage", "cut-off");
  }

  @Test
  void someGatesByName() {
    assertThat(parse("silent dead").gates())
        .extracting(Gate::name)
        .containsExactly("silent", "dead");
  }

  @Test
  void withFewerClusters() {
    assertThat(parse("--size 8 start silent").gates())
        .extracting(Gate::what)
        .containsExactly(
            "an operator on one core begins to watch 8 clusters",
            "a rollout makes all 4 clusters at once silent");
  }

  @Test
  void aTableOfSizes() {
    assertThat(parse("--clusters 1,10,300").sizes()).containsExactly(1, 10, 300);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "--clusters",
        "--clusters 0",
        "--clusters 1001",
        "--clusters x",
        "gates --clusters 1"
      })
  void whatIsNeitherIsRefusedBeforeAnythingStarts(String words) {
    assertThatIllegalArgumentException().isThrownBy(() -> parse(words));
  }

  @Test
  void everyGateSaysWhatItExpects() {
    for (String name : Gates.usual().names().split(" ")) {
      Gate gate = Gates.usual().named(name).orElseThrow();
      assertThat(gate.what()).isNotBlank();
      assertThat(gate.expected()).isNotBlank();
    }
  }
}
