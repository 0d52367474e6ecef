package dev.halligan.diagnosis.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.NodeEvidenceBuilder;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostsAtRestTest {
  private static final Instant FENCED = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant NOW = FENCED.plusSeconds(60);
  private static final HostsAtRest REST = new HostsAtRest(FENCED.minusSeconds(120), FENCED, NOW);
  private static final OptionalLong MEMORY = OptionalLong.of(500);
  private static final OptionalLong LIMIT = OptionalLong.of(1000);

  private static final NodeEvidence BEFORE = host("a", -10, 100, 600, 7);
  private static final NodeEvidence LATELY = host("a", 55, 100, 600, 7);

  @Test
  void restWhenTheyRestedBeforeAndDoNow() {
    assertThat(REST.objection(List.of(LATELY, BEFORE), 1)).isEmpty();
    assertThat(REST.objection(List.of(host("a", -10, 499, null, 7), host("a", 55, 60, null, 7)), 1))
        .as("without a limit")
        .isEmpty();
  }

  static Stream<Arguments> unrest() {
    return Stream.of(
        Arguments.of("not every host", List.of(BEFORE, LATELY), 2),
        Arguments.of("no current report", List.of(BEFORE), 1),
        Arguments.of("no current report", List.of(BEFORE, LATELY, silent("a", 58)), 1),
        Arguments.of("from before the fence", List.of(LATELY), 1),
        Arguments.of("from before the fence", List.of(silent("a", -10), LATELY), 1),
        Arguments.of("from before the fence", List.of(host("a", -121, 100, 600, 7), LATELY), 1),
        Arguments.of("does not report", List.of(BEFORE, host("a", 55, null, 600, 7)), 1),
        Arguments.of("does not report", List.of(BEFORE, host("a", 55, 100, 600, null)), 1),
        Arguments.of("was busy", List.of(host("a", -10, 550, 600, 7), LATELY), 1),
        Arguments.of("was busy", List.of(host("a", -10, 500, null, 7), LATELY), 1),
        Arguments.of("killed or restarted", List.of(BEFORE, host("a", 55, 100, 600, 8)), 1),
        Arguments.of(
            "was busy",
            List.of(BEFORE, LATELY, host("b", -10, 599, 600, 7), host("b", 55, 100, 600, 7)),
            2));
  }

  @ParameterizedTest
  @MethodSource("unrest")
  void whatIsNotKnownIsNoRest(String why, List<NodeEvidence> said, int hosts) {
    assertThat(REST.objection(said, hosts)).hasValueSatisfying(w -> assertThat(w).contains(why));
  }

  private static NodeEvidence host(
      String name, int second, Integer cpu, Integer limit, Integer restarts) {
    return NodeEvidenceBuilder.builder()
        .at(FENCED.plusSeconds(second))
        .host(name)
        .reachable(true)
        .processRunning(true)
        .cpuMillis(cpu == null ? OptionalInt.empty() : OptionalInt.of(cpu))
        .cpuLimitMillis(limit == null ? OptionalInt.empty() : OptionalInt.of(limit))
        .memoryBytes(MEMORY)
        .memoryLimitBytes(LIMIT)
        .oomKills(OptionalLong.of(0))
        .restarts(restarts == null ? OptionalLong.empty() : OptionalLong.of(restarts))
        .connections(OptionalInt.of(3))
        .build();
  }

  private static NodeEvidence silent(String name, int second) {
    return NodeEvidenceBuilder.builder().at(FENCED.plusSeconds(second)).host(name).build();
  }
}
