package dev.halligan.recovery;

import dev.halligan.diagnosis.CulpritEvidence.AddressLoad;
import dev.halligan.diagnosis.CulpritEvidence.IdentityLoad;
import dev.halligan.diagnosis.NodeEvidence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Evidence that is only to be had before the fence: behind it the queues are empty. It is taken at
 * the first suspicion, off the recovery's path, and nobody waits for it.
 */
public interface EvidenceBook {

  /** Who was in the API server's queues and who was connected at {@code at}. */
  record Page(Instant at, List<IdentityLoad> identities, List<AddressLoad> connections) {

    /**
     * Both as one: the queues added up, so that who waited longer counts for more; of connections
     * the later look, unless it saw none.
     */
    public Page and(Page later) {
      return new Page(
          later.at,
          IdentityLoad.sum(Stream.concat(identities.stream(), later.identities.stream())),
          later.connections.isEmpty() ? connections : later.connections);
    }
  }

  /**
   * The pages of the newest suspicion from before the fence as one, if one was completed in the
   * last ten minutes.
   */
  Optional<Page> newest();

  /**
   * What the hosts said of their API servers in the last ten minutes; empty when it is not known.
   */
  default List<NodeEvidence> hosts() {
    return List.of();
  }

  /** Starts to take a page unless one is being taken; returns at once. */
  void take();
}
