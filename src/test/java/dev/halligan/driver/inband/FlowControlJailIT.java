package dev.halligan.driver.inband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.Jail;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.Fixtures;
import dev.halligan.testing.StaleEpoch;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.flowcontrol.v1.FlowSchema;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class FlowControlJailIT {
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int TURNED_AWAY = 429;

  /** Longer than a request stands in a queue, which is a quarter of the server's own timeout. */
  private static final int PATIENT = 30_000;

  private Fixtures given;
  private Jail jail;
  private String agent;
  private String shop;

  @BeforeEach
  void connect(ApiServer server) {
    given = Fixtures.in(server);
    jail = new FlowControlJail(GuardedClient.unguarded(given.client(), () -> 7));
    agent = "system:serviceaccount:" + given.namespace() + ":agent";
    shop = "system:serviceaccount:" + given.namespace() + ":shop";
  }

  @AfterEach
  void leaveNothing() {
    given.client().flowControl().v1().flowSchema().withName(JailObjects.NAME).delete();
    given
        .client()
        .flowControl()
        .v1()
        .priorityLevelConfigurations()
        .withName(JailObjects.NAME)
        .delete();
  }

  @Test
  void servesNothingToTheConfinedAndEverybodyElseAsBefore() {
    given.mayListPods(agent);
    try (var asAgent = as(agent);
        var asShop = as(shop)) {
      assertThat(storm(asAgent)).containsOnly(OK);

      jail.confine(List.of(agent));

      awaitStorm(asAgent, TURNED_AWAY);
      assertThat(storm(asShop)).containsOnly(FORBIDDEN);
      assertThat(livez(asShop)).isEqualTo(OK);
      assertThat(jail.confines()).isTrue();

      jail.release();

      awaitStorm(asAgent, OK);
      assertThat(jail.confines()).isFalse();
    }
  }

  @Test
  void mayBeAskedTwiceAndForOthers() {
    given.mayListPods(agent);
    try (var asAgent = as(agent);
        var asShop = as(shop)) {
      jail.confine(List.of(agent));
      jail.confine(List.of(agent));
      awaitStorm(asAgent, TURNED_AWAY);

      jail.confine(List.of(shop));

      awaitStorm(asAgent, OK);
      awaitStorm(asShop, TURNED_AWAY);
    }
    jail.release();
    jail.release();

    assertThat(schema()).isNull();
    assertThat(
            given
                .client()
                .flowControl()
                .v1()
                .priorityLevelConfigurations()
                .withName(JailObjects.NAME)
                .get())
        .isNull();
  }

  @Test
  void writesNothingWhenTheyAreConfinedAlready() {
    double before = applied();
    jail.confine(List.of(agent));
    double writes = await().until(this::applied, now -> now > before);

    jail.confine(List.of(agent));

    // the API server counts a request after it has answered it
    await().during(Duration.ofMillis(500)).until(this::applied, now -> now == writes);
  }

  private double applied() {
    return given.requests("flowschemas", "APPLY");
  }

  @Test
  void confinesAgainWhenSomebodyLetThemGo() {
    jail.confine(List.of(agent));
    given.client().flowControl().v1().flowSchema().withName(JailObjects.NAME).delete();

    jail.confine(List.of(agent));

    assertThat(jail.confines()).isTrue();
  }

  @Test
  void refusesTheClusterItselfAndTouchesNothing() {
    assertThatThrownBy(() -> jail.confine(List.of(agent, "system:kube-scheduler")))
        .isInstanceOfSatisfying(
            ControlFailure.class, f -> assertThat(f.reason()).isEqualTo(Reason.BAD_ARGUMENT));

    assertThat(schema()).isNull();
    assertThat(jail.confines()).isFalse();
  }

  @Test
  void leavesWhatSomebodyElseMadeOfThatName() {
    given.apply(
        "{apiVersion: flowcontrol.apiserver.k8s.io/v1, kind: FlowSchema, metadata: {name: halligan-jail},"
            + " spec: {matchingPrecedence: 9000, priorityLevelConfiguration: {name: global-default}}}");

    assertThatThrownBy(() -> jail.confine(List.of(agent)))
        .isInstanceOfSatisfying(
            ControlFailure.class,
            f -> {
              assertThat(f.reason()).isEqualTo(Reason.CONFLICT);
              assertThat(f.fix()).contains("halligan-jail");
            });
    jail.release();

    assertThat(schema().getSpec().getMatchingPrecedence()).isEqualTo(9000);
    assertThat(jail.confines()).isFalse();
  }

  @Test
  void doesNothingForALeaderThatWasReplaced() {
    jail.confine(List.of(agent));
    var replaced = new FlowControlJail(GuardedClient.unguarded(given.client(), new StaleEpoch()));

    assertThatThrownBy(() -> replaced.confine(List.of(shop)))
        .isInstanceOfSatisfying(
            ControlFailure.class, f -> assertThat(f.reason()).isEqualTo(Reason.STALE_EPOCH));
    assertThatThrownBy(replaced::release)
        .isInstanceOfSatisfying(
            ControlFailure.class, f -> assertThat(f.reason()).isEqualTo(Reason.STALE_EPOCH));
    assertThat(schema().getSpec().getRules().getFirst().getSubjects())
        .singleElement()
        .satisfies(s -> assertThat(s.getUser().getName()).isEqualTo(agent));
  }

  private FlowSchema schema() {
    return given.client().flowControl().v1().flowSchema().withName(JailObjects.NAME).get();
  }

  /** The API server takes a new schema into use by a watch of its own. */
  private void awaitStorm(KubernetesClient client, int status) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(storm(client)).containsOnly(status));
  }

  /** What came of requests that were made all at once; one may wait until its place is given up. */
  private List<Integer> storm(KubernetesClient client) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> list =
          () -> status(() -> client.pods().inNamespace(given.namespace()).list());
      var answers = Stream.generate(() -> executor.submit(list)).limit(8).toList();
      executor.close();
      return answers.stream().map(Future::resultNow).toList();
    }
  }

  private static int livez(KubernetesClient client) {
    return status(() -> client.raw("/livez"));
  }

  private static int status(Runnable call) {
    try {
      call.run();
      return OK;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }

  private KubernetesClient as(String user) {
    var config =
        new ConfigBuilder(given.client().getConfiguration())
            .withImpersonateUsername(user)
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout(PATIENT)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
