package dev.halligan.driver.inband;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.testing.CaseFolder;
import dev.halligan.testing.CaseFolders;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every folder of src/test/resources/RequestDumpTest is a case: {@code dump.csv} as an API server
 * prints it, {@code expected.yaml} what is counted.
 */
class RequestDumpTest {
  private static final String HEADER =
      "PriorityLevelName, FlowSchemaName, QueueIndex, RequestIndexInQueue, FlowDistingsher,"
          + " ArriveTime, InitialSeats, FinalSeats, AdditionalLatency, StartTime, UserName, Verb,"
          + " APIPath, Namespace, Name, APIVersion, Resource, SubResource\n";

  private static String line(String user, String verb, String path, String resource) {
    return "workload-low, service-accounts, 12, 0, x, 2026-01-02T03:04:05Z, 1, 0, 0s, 2026-01-02T03:04:05Z, "
        + "%s, %s, %s, , , v1, %s,\n".formatted(user, verb, path, resource);
  }

  record Expected(String why, List<IdentityLoad> loads) {}

  @TestFactory
  Stream<DynamicNode> countsEveryRequest() {
    return CaseFolders.of(RequestDumpTest.class).tests(RequestDumpTest::check);
  }

  private static void check(CaseFolder folder) throws IOException {
    var expected = folder.yaml("expected.yaml", Expected.class);

    assertThat(RequestDump.parse(folder.text("dump.csv")))
        .as(expected.why())
        .containsExactlyElementsOf(expected.loads());
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
