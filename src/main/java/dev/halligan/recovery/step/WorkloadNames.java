package dev.halligan.recovery.step;

import dev.halligan.api.v1alpha1.WorkloadReference;
import java.util.Optional;

/** Workloads as {@code Kind/namespace/name}, the form of keys in the journal. */
public final class WorkloadNames {
  private WorkloadNames() {}

  public static String format(WorkloadReference workload) {
    return String.join("/", workload.kind(), workload.namespace(), workload.name());
  }

  /** Empty if the text is not of that form. */
  public static Optional<WorkloadReference> parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3 || parts[0].isBlank() || parts[1].isBlank() || parts[2].isBlank()) {
      return Optional.empty();
    }
    return Optional.of(new WorkloadReference(parts[0], parts[1], parts[2]));
  }
}
