package dev.halligan.operator;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import dev.halligan.probe.SampleWindow;
import dev.halligan.recovery.EvidenceBook;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What has been seen of one cluster: it belongs to the cluster, not to one connection to it. */
record Memory(
    List<Endpoint> endpoints,
    SampleWindow samples,
    HostLog hosts,
    AtomicReference<EvidenceBook.Page> page,
    AtomicReference<Outlook> outlook) {
  private static final int LOOK_BACK_SECONDS = 600;
  private static final int LANES = 2;

  /** Room for ten minutes at one round a second, the most there is while a recovery runs. */
  static Memory of(ProtectedClusterSpec spec) {
    List<Endpoint> endpoints = spec.access().endpoints();
    return new Memory(
        endpoints,
        new SampleWindow(endpoints.size() * LANES * LOOK_BACK_SECONDS),
        new HostLog(),
        new AtomicReference<>(),
        new AtomicReference<>());
  }

  /** Samples of other endpoints would speak of another cluster. */
  boolean fits(ProtectedClusterSpec spec) {
    return endpoints.equals(spec.access().endpoints());
  }
}
