package dev.halligan.recovery;

import dev.halligan.diagnosis.CulpritEvidence.AddressLoad;
import dev.halligan.diagnosis.CulpritEvidence.IdentityLoad;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Evidence that is only to be had before the fence: behind it the queues are empty. It is taken at
 * the first suspicion, off the recovery's path, and nobody waits for it.
 */
public interface EvidenceBook {

  /** Who was in the API server's queues and who was connected at {@code at}. */
  record Page(Instant at, List<IdentityLoad> identities, List<AddressLoad> connections) {}

  /** The newest page from before the fence, if one was completed in the last ten minutes. */
  Optional<Page> newest();

  /** Starts to take a page unless one is being taken; returns at once. */
  void take();
}
