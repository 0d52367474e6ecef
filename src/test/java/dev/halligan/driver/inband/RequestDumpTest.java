package dev.halligan.driver.inband;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every folder of src/test/resources/RequestDumpTest is a case: {@code dump.csv} as an API server
 * prints it, {@code expected.yaml} what is counted.
 */
class RequestDumpTest {
  private static final Path CASES = Path.of("src/test/resources/RequestDumpTest");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final String HEADER =
      "PriorityLevelName, FlowSchemaName, QueueIndex, RequestIndexInQueue, FlowDistingsher,"
          + " ArriveTime, InitialSeats, FinalSeats, AdditionalLatency, StartTime, UserName, Verb,"
          + " APIPath, Namespace, Name, APIVersion, Resource, SubResource\n";

  private static String line(String user, String verb, String path, String resource) {
    return "workload-low, service-accounts, 12, 0, x, 2026-01-02T03:04:05Z, 1, 0, 0s, 2026-01-02T03:04:05Z, "
        + "%s, %s, %s, , , v1, %s,\n".formatted(user, verb, path, resource);
  }

  record Expected(String why, List<IdentityLoad> loads) {}

  static Stream<Named<Path>> cases() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders
          .sorted()
          .map(folder -> Named.of(folder.getFileName().toString(), folder))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void countsEveryRequest(Path folder) throws IOException {
    var expected = YAML.readValue(folder.resolve("expected.yaml").toFile(), Expected.class);

    var loads = RequestDump.parse(Files.readString(folder.resolve("dump.csv")));

    assertThat(loads).as(expected.why()).containsExactlyElementsOf(expected.loads());
  }

  @Test
  void addsUpTheRequestsOfAClient() {
    String agent = line("system:serviceaccount:telemetry:agent", "list", "/api/v1/pods", "pods");

    assertThat(RequestDump.parse(HEADER + agent + agent))
        .containsExactly(
            new IdentityLoad("system:serviceaccount:telemetry:agent", "list", "pods", 2));
  }

  @Test
  void leavesOutHalligansOwnRequests() {
    String probe =
        line("system:serviceaccount:halligan-probe:ordinary", "get", "/api/v1", "configmaps");
    String dump = line("halligan", "get", "/debug/api_priority_and_fairness/dump_requests", "");

    assertThat(RequestDump.parse(HEADER + probe + dump)).isEmpty();
  }
}
