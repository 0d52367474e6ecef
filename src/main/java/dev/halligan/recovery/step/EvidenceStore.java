package dev.halligan.recovery.step;

import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.diagnosis.NodeEvidence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Evidence that exists only before the fence, because behind it the queues are empty. It is taken
 * at the first suspicion, off the recovery's path, and no step waits for it.
 */
public interface EvidenceStore {

  /** Who was in the API server's queues and who was connected at {@code at}. */
  record EvidenceSnapshot(
      Instant at, List<IdentityLoad> identities, List<AddressLoad> connections) {

    /**
     * Both merged: the queues are added up, so that longer waits weigh more; of the connections the
     * later snapshot counts, unless it has none.
     */
    public EvidenceSnapshot and(EvidenceSnapshot later) {
      return new EvidenceSnapshot(
          later.at,
          IdentityLoad.sum(Stream.concat(identities.stream(), later.identities.stream())),
          later.connections.isEmpty() ? connections : later.connections);
    }
  }

  /**
   * The merged snapshots of the newest suspicion before the fence, if one was completed in the last
   * ten minutes.
   */
  Optional<EvidenceSnapshot> newest();

  /** What the hosts reported on their API servers in the last ten minutes; empty if unknown. */
  default List<NodeEvidence> hosts() {
    return List.of();
  }

  /** Starts taking a snapshot unless one is already being taken; returns immediately. */
  void take();
}
