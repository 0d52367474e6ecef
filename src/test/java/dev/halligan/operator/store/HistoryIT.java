package dev.halligan.operator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.observe.Metrics;
import dev.halligan.operator.Deployed;
import dev.halligan.operator.HalliganOperator;
import dev.halligan.operator.ManagementClient;
import dev.halligan.operator.Requests;
import dev.halligan.operator.decision.LiveConfig;
import dev.halligan.operator.runtime.Settings;
import dev.halligan.status.ConditionSet;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of requests that have ended, with the server that keeps them. */
@ExtendWith(WithApiServer.class)
class HistoryIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Instant NOW = Instant.now();
  private static final Instant LAST_WEEK = NOW.minus(Duration.ofDays(7));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private KubernetesClient client;
  private String namespace;

  @BeforeEach
  void create(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
  }

  @Test
  void whatHasEndedIsMarkedAndALabelDoesNotEndWhatRuns(ApiServer server) throws IOException {
    try (KubernetesClient deployed = ManagementClient.create(Deployed.config(server, namespace));
        HalliganOperator _ =
            HalliganOperator.start(
                deployed, new Settings(namespace, "pod-1", 0), Clock.systemUTC(), () -> {})) {
      fresh("ends", "nowhere");
      await().atMost(TIMEOUT).until(() -> FinishedMark.isOn(read("ends")));
      assertThat(read("ends").getMetadata().getLabels())
          .containsEntry(RequestFactory.CLUSTER_LABEL, "nowhere");

      client
          .load(getClass().getResourceAsStream("/OperatorIT/stop.yaml"))
          .inNamespace(namespace)
          .create();
      fresh("runs", "nowhere");
      await().atMost(TIMEOUT).until(() -> stalledBy("runs").equals(Reasons.GLOBAL_STOP));
      label("runs", "true");
      await().atMost(TIMEOUT).until(() -> !FinishedMark.isOn(read("runs")));

      client.configMaps().inNamespace(namespace).withName(LiveConfig.NAME).delete();
      await().atMost(TIMEOUT).until(() -> FinishedMark.isOn(read("runs")));
      assertThat(RecoveryRequests.isUnfinished(read("runs"))).isFalse();
    }
  }

  @Test
  void onlyWhatNoHistoryKeepsIsDeletedAndOnlyByTheLeader() {
    List<RecoveryRequest> requests = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      requests.add(stored(Requests.ended("old-" + i, "eu-1", LAST_WEEK.minusSeconds(i))));
    }
    requests.add(stored(Requests.running("runs", "eu-1", LAST_WEEK)));

    assertThat(keeper(requests, () -> false).clean()).isFalse();
    assertThat(names()).hasSize(6);
    assertThat(keeper(requests, () -> true).clean()).isFalse();

    assertThat(names()).containsExactlyInAnyOrder("old-0", "old-1", "runs");
    assertThat(registry.get("halligan.history.removed").counter().count()).isEqualTo(3);
  }

  @Test
  void whatChangedSinceItWasJudgedStays() {
    List<RecoveryRequest> requests = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      requests.add(stored(Requests.ended("old-" + i, "eu-1", LAST_WEEK.minusSeconds(i))));
    }
    client
        .resource(requests.get(2))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"note\":\"for the review\"}}}");

    keeper(requests, () -> true).clean();

    assertThat(names()).hasSize(3);
  }

  @Test
  void aLabelOnWhatRunsIsTakenOffBeforeAnythingIsDeleted() {
    var lost = stored(Requests.mark(Requests.running("runs", "eu-1", LAST_WEEK)));

    keeper(List.of(lost), () -> true).clean();

    assertThat(FinishedMark.isOn(read("runs"))).isFalse();
  }

  @Test
  void decisionsReadWhatRunsAndOneHistoryPageByPage() {
    for (int i = 0; i < RequestReader.PAGE + 5; i++) {
      stored(Requests.ended("mine-" + i, "eu-1", NOW.minusSeconds(i)));
    }
    stored(Requests.ended("other", "eu-2", NOW));
    stored(Requests.running("runs", "eu-2", NOW));
    RequestReader reader = new RequestReader(client);

    RecoveryRequests book = reader.of(namespace, "eu-1");

    assertThat(book.requests()).hasSize((int) RequestReader.PAGE + 6);
    assertThat(book.past("eu-1")).hasSize((int) RequestReader.PAGE + 5);
    assertThat(book.recoveringElsewhere("eu-1")).isEqualTo(1);
    assertThat(reader.unfinished(namespace).requests())
        .extracting(r -> r.getMetadata().getName())
        .containsExactly("runs");
  }

  private HistoryKeeper keeper(List<RecoveryRequest> cache, BooleanSupplier leads) {
    return new HistoryKeeper(
        client,
        leads,
        () -> 1,
        () -> new RecoveryRequests(cache),
        _ -> new History(2, Duration.ofHours(24)),
        new Metrics(registry),
        Clock.systemUTC());
  }

  private RecoveryRequest stored(RecoveryRequest request) {
    return Requests.store(client, namespace, request);
  }

  private void fresh(String name, String cluster) {
    RecoveryRequest request = Requests.running(name, cluster, NOW);
    request.getMetadata().setNamespace(namespace);
    request.setStatus(null);
    client.resource(request).create();
  }

  private void label(String name, String value) {
    client
        .resource(read(name))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}".formatted(FinishedMark.LABEL, value));
  }

  private String stalledBy(String name) {
    var status = read(name).getStatus();
    return ConditionSet.of(status == null ? null : status.conditions())
        .get(Conditions.STALLED)
        .map(c -> c.getReason())
        .orElse("");
  }

  private RecoveryRequest read(String name) {
    return client.resources(RecoveryRequest.class).inNamespace(namespace).withName(name).get();
  }

  private List<String> names() {
    return client.resources(RecoveryRequest.class).inNamespace(namespace).list().getItems().stream()
        .map(r -> r.getMetadata().getName())
        .toList();
  }
}
