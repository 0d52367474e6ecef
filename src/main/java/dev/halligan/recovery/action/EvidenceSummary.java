package dev.halligan.recovery.action;

import dev.halligan.recovery.step.EvidenceStore.EvidenceSnapshot;
import java.util.List;

/** What CollectEvidence found, for people: the three largest of each kind. */
record EvidenceSummary(List<Queued> queued, List<Connected> connected) {
  private static final int TOP = 3;

  /** Requests in the queues by user, verb and resource. */
  record Queued(String user, String verb, String resource, long requests) {}

  /** Connections by address. */
  record Connected(String address, long connections) {}

  static EvidenceSummary of(EvidenceSnapshot snapshot) {
    return new EvidenceSummary(
        snapshot.identities().stream()
            .limit(TOP)
            .map(i -> new Queued(i.user(), i.verb(), i.resource(), i.requests()))
            .toList(),
        snapshot.connections().stream()
            .limit(TOP)
            .map(c -> new Connected(c.address(), c.packets()))
            .toList());
  }
}
