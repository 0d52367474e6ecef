package dev.halligan.e2e.fleet.played;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlayedApiTest {
  private static final Instant NOW = Instant.parse("2026-11-30T16:00:00Z");
  private static final String PODS = "/api/v1/namespaces/telemetry/pods";
  private static final String LEASE =
      "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/node-0";

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final PlayedObjects objects = new PlayedObjects();
  private final PlayedApi api = new PlayedApi(objects, () -> true, clock);
  private final PlayedFence fence = new PlayedFence(() -> 0);

  PlayedApiTest() {
    Inventory inventory = new Inventory(objects);
    inventory.furnish(NOW);
    inventory.bringCulprit(NOW);
  }

  private Answer ask(String method, String path, Map<String, String> query, String body)
      throws IOException {
    return api.answer(
        new Request(
            method,
            path,
            query,
            Map.of("accept", query.getOrDefault("as", "application/json")),
            body.getBytes(StandardCharsets.UTF_8)));
  }

  private JsonNode get(String path, Map<String, String> query) throws IOException {
    return new ObjectMapper().readTree(ask("GET", path, query, "").body());
  }

  @Test
  void findsThePodAtAnAddressAndItsOwner() throws IOException {
    JsonNode found = get("/api/v1/pods", Map.of("fieldSelector", "status.podIP=10.244.2.9"));
    assertThat(found.at("/items")).hasSize(1);
    assertThat(found.at("/items/0/metadata/ownerReferences/0/name").asText()).isEqualTo("agent");
  }

  @Test
  void saysHowManyAreLeftAfterAShortPageOfMetadata() throws IOException {
    JsonNode page =
        get("/api/v1/nodes", Map.of("limit", "1", "as", "json;as=PartialObjectMetadataList"));
    assertThat(page.path("kind").asText()).isEqualTo("PartialObjectMetadataList");
    assertThat(page.at("/items/0/spec").isMissingNode()).isTrue();
    assertThat(page.at("/metadata/remainingItemCount").asInt()).isEqualTo(Inventory.NODES - 1);
  }

  @Test
  void podsEndWhenTheirKubeletsHearOfIt() throws IOException {
    PlayedKubelets kubelets = new PlayedKubelets(objects, fence, clock);
    ask("DELETE", PODS, Map.of("labelSelector", "app=agent"), "");
    fence.isolate("10.201.255.254/32", "10.201.0.1", 6443, Duration.ofSeconds(120));
    kubelets.tick();
    assertThat(get(PODS, Map.of()).at("/items")).hasSize(Inventory.NODES);
    fence.admit("nodes", "172.18.0.0/24", 100);
    kubelets.tick();
    assertThat(get(PODS, Map.of()).at("/items")).isEmpty();
    assertThat(get("/api/v1/namespaces/shop/pods", Map.of()).at("/items")).hasSize(Inventory.NODES);
  }

  @Test
  void aLeaseTellsWhoRenewedItLast() throws IOException {
    String version = get(LEASE, Map.of()).at("/metadata/resourceVersion").asText();
    String patch =
        """
        {"metadata":{"resourceVersion":"%s"},"spec":{"renewTime":"2026-11-30T16:00:00.001000Z"}}"""
            .formatted(version);
    Map<String, String> ourselves = Map.of("fieldManager", "halligan-leases");
    assertThat(ask("PATCH", LEASE, ourselves, patch).status()).isEqualTo(200);
    assertThat(ask("PATCH", LEASE, ourselves, patch).status()).isEqualTo(409);
    assertThat(get(LEASE, Map.of()).at("/metadata/managedFields/0/manager").asText())
        .isEqualTo("halligan-leases");
    new PlayedKubelets(objects, fence, clock).tick();
    assertThat(get(LEASE, Map.of()).at("/metadata/managedFields").isMissingNode()).isTrue();
  }

  @Test
  void aDeletedWorkloadIsGoneAndCanBeMadeAgain() throws IOException {
    String path = "/apis/apps/v1/namespaces/telemetry/daemonsets";
    String definition = ask("GET", path + "/agent", Map.of(), "").body();
    assertThat(ask("DELETE", path + "/agent", Map.of(), "").status()).isEqualTo(200);
    assertThat(ask("GET", path + "/agent", Map.of(), "").status()).isEqualTo(404);
    assertThat(ask("POST", path, Map.of(), definition).status()).isEqualTo(200);
    assertThat(ask("POST", path, Map.of(), definition).status()).isEqualTo(409);
  }
}
