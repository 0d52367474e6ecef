package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.operator.store.Finalizer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.Test;

/** The settings that change while it runs, the global stop among them. */
class OperatorStopIT extends OperatorCase {
  @Test
  void readsItsConfigurationWhileItRuns() {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(get("/metrics").body()).contains("halligan_leader 1"));
    create("request.yaml", RecoveryRequest.class);
    awaitSucceeded("by-hand", Reasons.CLUSTER_NOT_FOUND);

    client.load(resource("stop.yaml")).inNamespace(namespace).create();
    create("second-request.yaml", RecoveryRequest.class);

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(
                        condition(RecoveryRequest.class, "second", Conditions.STALLED)
                            .map(Condition::getReason))
                    .contains(Reasons.GLOBAL_STOP));
  }

  @Test
  void abortIsHeardUnderTheGlobalStop() {
    stopAndAwaitThatTheSecondRequestIsHeld();

    client
        .resources(RecoveryRequest.class)
        .inNamespace(namespace)
        .withName("second")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"abort\":true}}");

    awaitSucceeded("second", Reasons.CLUSTER_NOT_FOUND);
  }

  @Test
  void aDeletedRequestGoesUnderTheGlobalStop() {
    stopAndAwaitThatTheSecondRequestIsHeld();

    client.resources(RecoveryRequest.class).inNamespace(namespace).withName("second").delete();

    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(find(RecoveryRequest.class, "second")).isNull());
  }

  private void stopAndAwaitThatTheSecondRequestIsHeld() {
    client.load(resource("stop.yaml")).inNamespace(namespace).create();
    // else the request may be seen before the stop is
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(get("/metrics").body()).contains("halligan_leader 1"));
    create("second-request.yaml", RecoveryRequest.class);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              assertThat(find(RecoveryRequest.class, "second").getMetadata().getFinalizers())
                  .containsExactly(Finalizer.NAME);
              assertThat(
                      condition(RecoveryRequest.class, "second", Conditions.STALLED)
                          .map(Condition::getReason))
                  .contains(Reasons.GLOBAL_STOP);
            });
  }
}
