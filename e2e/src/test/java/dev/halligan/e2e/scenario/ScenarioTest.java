package dev.halligan.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {
  /** Also run from the repository's root, with all other tests. */
  private static final Path SCENARIOS =
      Files.isDirectory(Path.of("e2e")) ? Path.of("e2e/scenarios") : Path.of("scenarios");

  @ParameterizedTest
  @CsvSource({
    "hosted-storm, true",
    "hosted-storm-without-policy, false",
    "hosted-storm-managed, false",
  })
  void aHostedOneSaysWhetherThereIsAFence(String name, boolean fenced) {
    var scenario = Scenario.read(SCENARIOS, name);
    assertThat(scenario.hosted().isFenced()).isEqualTo(fenced);
    for (String file : new String[] {"shop.yaml", "chatty.yaml", "telemetry.yaml", "apf.yaml"}) {
      assertThat(scenario.manifest(file)).contains("kind:");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "telemetry-storm, ROUTED, PODS",
    "telemetry-storm-masquerade, MASQUERADE, PODS",
    "telemetry-storm-host-network, ROUTED, HOST_NETWORK",
    "telemetry-storm-every-node, ROUTED, EVERY_NODE",
  })
  void oneSaysWhichAddressTheOffenderHas(
      String name, Scenario.Network network, Scenario.Offender offender) {
    var scenario = Scenario.read(SCENARIOS, name);
    assertThat(scenario.network()).isEqualTo(network);
    assertThat(scenario.offender()).isEqualTo(offender);
  }

  @Test
  void theOthersHaveMachines() {
    assertThat(Scenario.read(SCENARIOS, "telemetry-storm").hosted()).isNull();
    assertThat(Scenario.read(SCENARIOS, "memory-bomb").hosted()).isNull();
  }
}
