package dev.halligan.recovery.action.culprit;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.recovery.step.WorkloadNames;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Workloads that ScaleDownNoisy scales, with their replicas before. */
record ScaledWorkloads(List<Scaled> workloads) {
  ScaledWorkloads {
    workloads = workloads == null ? List.of() : List.copyOf(workloads);
  }

  record Scaled(WorkloadReference workload, int replicas) {
    Scaled {
      Objects.requireNonNull(workload, "workload");
    }

    String name() {
      return WorkloadNames.format(workload);
    }
  }

  boolean isEmpty() {
    return workloads.isEmpty();
  }

  /** As {@code Deployment/shop/web=3, ...}. */
  String describe() {
    return workloads.stream()
        .map(scaled -> scaled.name() + "=" + scaled.replicas())
        .collect(Collectors.joining(", "));
  }

  String names() {
    return workloads.stream().map(Scaled::name).collect(Collectors.joining(", "));
  }
}
