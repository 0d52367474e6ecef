package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.workloads.Workloads;
import dev.halligan.recovery.WorkloadNames;
import java.util.Optional;
import java.util.Set;

/** The culprit as a person wrote it, judged before anything is done to it. Pure. */
sealed interface NamedCulprit {

  /** It may be accused; its kind is spelled as Kubernetes does. */
  record Accepted(WorkloadReference workload) implements NamedCulprit {}

  /** It may not; {@code why} is the first half of a sentence. */
  record Refused(String why) implements NamedCulprit {}

  /** Judges {@code KIND/NAMESPACE/NAME}; the kind in whatever case. */
  static NamedCulprit of(String text, Set<String> neverNamespaces) {
    Optional<WorkloadReference> parsed = WorkloadNames.parse(text);
    if (parsed.isEmpty()) {
      return new Refused("\"" + text + "\" names no workload: it is not KIND/NAMESPACE/NAME");
    }
    WorkloadReference named = parsed.get();
    if (neverNamespaces.contains(named.namespace())) {
      return new Refused(named + " may not be accused: nothing in " + named.namespace() + " is");
    }
    return Workloads.kinds().stream()
        .filter(named.kind()::equalsIgnoreCase)
        .findFirst()
        .<NamedCulprit>map(
            kind -> new Accepted(new WorkloadReference(kind, named.namespace(), named.name())))
        .orElseGet(
            () ->
                new Refused(
                    "%s may not be accused: its kind is none of %s"
                        .formatted(named, String.join(", ", Workloads.kinds()))));
  }
}
