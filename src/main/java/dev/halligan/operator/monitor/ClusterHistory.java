package dev.halligan.operator.monitor;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import dev.halligan.probe.SampleWindow;
import dev.halligan.recovery.step.EvidenceStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What is known of one cluster. It outlives a connection to the cluster. */
record ClusterHistory(
    List<Endpoint> endpoints,
    SampleWindow samples,
    InstanceHistory hosts,
    AtomicReference<EvidenceStore.EvidenceSnapshot> snapshot,
    AtomicReference<ClusterAssessment> assessment) {
  private static final int LOOK_BACK_SECONDS = 600;
  private static final int LANES = 2;

  /** Room for ten minutes at one round a second, the highest rate while a recovery runs. */
  static ClusterHistory of(ProtectedClusterSpec spec) {
    List<Endpoint> endpoints = spec.access().endpoints();
    return new ClusterHistory(
        endpoints,
        new SampleWindow(endpoints.size() * LANES * LOOK_BACK_SECONDS),
        new InstanceHistory(),
        new AtomicReference<>(),
        new AtomicReference<>());
  }

  /** Samples of other endpoints would describe another cluster. */
  boolean fits(ProtectedClusterSpec spec) {
    return endpoints.equals(spec.access().endpoints());
  }
}
