package dev.halligan.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DominantIdentityTest {
  private static final String AGENT = "system:serviceaccount:telemetry:agent";

  private static IdentityLoad load(String user, String resource, long requests) {
    return new IdentityLoad(user, "list", resource, requests);
  }

  private static Optional<String> among(IdentityLoad... queued) {
    return DominantIdentity.among(List.of(queued), Set.of("payments"));
  }

  @Test
  void isWhoMakesMoreThanHalfOfAllRequests() {
    IdentityLoad mice = load("system:node:w1", "pods", 50);

    assertThat(among(load(AGENT, "pods", 30), load(AGENT, "nodes", 21), mice)).contains(AGENT);
    assertThat(among(load(AGENT, "pods", 30), load(AGENT, "nodes", 20), mice)).isEmpty();
  }

  @Test
  void isWhoTakesMoreThanHalfOfTheSeats() {
    IdentityLoad loud =
        new IdentityLoad("system:serviceaccount:shop:flags", "get", "pods", 300, 300);
    IdentityLoad deadly = new IdentityLoad(AGENT, "list", "pods", 90, 900);

    assertThat(among(loud, deadly)).contains(AGENT);
  }

  @Test
  void isNobodyInAQueueThatDrownsNobody() {
    assertThat(among(load(AGENT, "pods", 60))).isEmpty();
    assertThat(among(load(AGENT, "pods", 61))).contains(AGENT);
    assertThat(among()).isEmpty();
  }

  @Test
  void isNeverAPersonAPartOfTheClusterOrWhomThePlaybookSpares() {
    for (String spared :
        List.of(
            "jane",
            "system:kube-controller-manager",
            "system:serviceaccount:kube-system:generic-garbage-collector",
            "system:serviceaccount:payments:api")) {
      assertThat(among(load(spared, "pods", 500))).as(spared).isEmpty();
    }
  }
}
