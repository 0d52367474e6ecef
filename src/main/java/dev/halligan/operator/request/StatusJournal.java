package dev.halligan.operator.request;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.control.Epoch;
import dev.halligan.recovery.record.Journal;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * The journal in the status of the request. Each write names the resource version it follows, so
 * that a replaced leader's write fails before its act.
 */
final class StatusJournal implements Journal {
  private final KubernetesClient client;
  private final Epoch epoch;
  private final BiConsumer<RecoveryRequest, RecoveryRequest> written;
  private RecoveryRequest held;

  /**
   * @param held as read from the server in this pass
   * @param written called with the request before and after each write
   */
  StatusJournal(
      KubernetesClient client,
      Epoch epoch,
      RecoveryRequest held,
      BiConsumer<RecoveryRequest, RecoveryRequest> written) {
    this.client = client;
    this.epoch = epoch;
    this.held = held;
    this.written = written;
  }

  /** The request as the server held it after the last write. */
  RecoveryRequest held() {
    return held;
  }

  @Override
  public void write(RecoveryRequestStatus status) {
    if (Objects.equals(status, held.getStatus())) {
      return;
    }
    epoch.current();
    RecoveryRequest next = new RecoveryRequest();
    next.setMetadata(
        new ObjectMetaBuilder(held.getMetadata()).withManagedFields(List.of()).build());
    next.setSpec(held.getSpec());
    next.setStatus(status);
    RecoveryRequest before = held;
    try {
      held = client.resource(next).updateStatus();
      // a finished request comes back abridged, but its last changes are yet to be reported
      held.setStatus(status);
    } catch (KubernetesClientException e) {
      throw new Refused(
          "the record of %s could not be stored (HTTP %d)"
              .formatted(held.getMetadata().getName(), e.getCode()),
          e);
    }
    written.accept(before, held);
  }
}
