package dev.halligan.driver.inband;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import org.junit.jupiter.api.Test;

class RequestDumpTest {
  private static final String HEADER =
      "PriorityLevelName, FlowSchemaName, QueueIndex, RequestIndexInQueue, FlowDistingsher,"
          + " ArriveTime, InitialSeats, FinalSeats, AdditionalLatency, StartTime, UserName, Verb,"
          + " APIPath, Namespace, Name, APIVersion, Resource, SubResource\n";

  private static String line(String user, String verb, String path, String resource) {
    return "workload-low, service-accounts, 12, 0, x, 2026-01-02T03:04:05Z, 1, 0, 0s, 2026-01-02T03:04:05Z, "
        + "%s, %s, %s, , , v1, %s,\n".formatted(user, verb, path, resource);
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
