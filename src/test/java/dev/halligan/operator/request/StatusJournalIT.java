package dev.halligan.operator.request;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.GuardedClient;
import dev.halligan.recovery.record.Journal;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class StatusJournalIT {
  private KubernetesClient client;
  private RecoveryRequest request;

  @BeforeEach
  void create(ApiServer server) {
    client = server.client();
    request = new RecoveryRequest();
    request.setMetadata(
        new ObjectMetaBuilder().withNamespace(server.newNamespace()).withName("r").build());
    request.setSpec(
        new RecoveryRequestSpec(new ObjectReference("eu-1"), null, null, null, null, null, null));
    request = client.resource(request).create();
  }

  @Test
  void storesOneRecordAfterAnotherAndTellsWhatChanged() {
    List<Long> told = new ArrayList<>();
    var journal =
        new StatusJournal(client, () -> 1, request, (_, now) -> told.add(now.getStatus().epoch()));

    journal.write(status(1));
    journal.write(status(2));

    assertThat(stored().getStatus().epoch()).isEqualTo(2);
    assertThat(told).containsExactly(1L, 2L);
  }

  @Test
  void theRecordOfALeaderThatWasOvertakenIsRefused() {
    var overtaken = new StatusJournal(client, () -> 1, request, (_, _) -> {});
    new StatusJournal(client, () -> 2, request, (_, _) -> {}).write(status(2));

    assertThatThrownBy(() -> overtaken.write(status(1))).isInstanceOf(Journal.Refused.class);
    assertThat(stored().getStatus().epoch()).isEqualTo(2);
  }

  @Test
  void aReplicaThatDoesNotLeadStoresNothing() {
    var journal =
        new StatusJournal(
            client,
            () -> {
              throw new ControlFailure(
                  ControlFailure.Reason.STALE_EPOCH, "this replica does not lead", "none");
            },
            request,
            (_, _) -> {});

    assertThatThrownBy(() -> journal.write(status(1))).isInstanceOf(ControlFailure.class);
    assertThat(stored().getStatus()).isNull();
  }

  @Test
  void whatIsKeptComesBackAndGoesWithItsRequest() {
    var keeping = new SecretUndoStore(GuardedClient.unguarded(client, () -> 1), request);

    keeping.keep("DaemonSet/telemetry/agent", "{\"kind\":\"DaemonSet\"}");
    keeping.keep("Deployment/web/chatty", "two");
    keeping.keep("Deployment/web/chatty", "three");

    assertThat(keeping.fetch("DaemonSet/telemetry/agent")).contains("{\"kind\":\"DaemonSet\"}");
    assertThat(keeping.fetch("Deployment/web/chatty")).contains("three");
    assertThat(keeping.fetch("Job/web/other")).isEmpty();
    assertThat(
            client
                .secrets()
                .inNamespace(request.getMetadata().getNamespace())
                .withName("r-kept")
                .get()
                .getMetadata())
        .satisfies(
            m -> {
              assertThat(m.getOwnerReferences().getFirst().getUid())
                  .isEqualTo(request.getMetadata().getUid());
              assertThat(m.getLabels()).isEqualTo(Map.of("halligan.dev/cluster", "eu-1"));
            });
  }

  @Test
  void whatASecretCannotHoldFailsLikeAnyOtherHand() {
    var keeping = new SecretUndoStore(GuardedClient.unguarded(client, () -> 1), request);

    assertFails(
        ControlFailure.Reason.BAD_ARGUMENT,
        () -> keeping.keep("DaemonSet/telemetry/agent", "x".repeat(1_100_000)));

    assertThat(keeping.fetch("DaemonSet/telemetry/agent")).isEmpty();
  }

  private RecoveryRequest stored() {
    return client.resource(request).get();
  }

  private static RecoveryRequestStatus status(long epoch) {
    return new RecoveryRequestStatus(null, null, null, null, null, null, epoch, null, null, null);
  }
}
