package dev.halligan.e2e.cast;

import dev.halligan.e2e.scenario.Scenario.Offender;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpecFluent;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;

/** Moves the offender's DaemonSet to where a scenario has it. */
final class OffenderPods {
  private OffenderPods() {}

  static HasMetadata at(Offender where, HasMetadata item) {
    if (!(item instanceof DaemonSet agent) || where == Offender.PODS) {
      return item;
    }
    var pods = new DaemonSetBuilder(agent).editSpec().editTemplate().editSpec();
    pods.withHostNetwork(true).withDnsPolicy("ClusterFirstWithHostNet");
    if (where == Offender.EVERY_NODE) {
      tolerateAll(pods);
    }
    return pods.endSpec().endTemplate().endSpec().build();
  }

  private static void tolerateAll(PodSpecFluent<?> pods) {
    pods.addNewToleration().withOperator("Exists").endToleration();
  }
}
