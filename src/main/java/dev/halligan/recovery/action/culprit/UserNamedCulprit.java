package dev.halligan.recovery.action.culprit;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.Workloads;
import dev.halligan.recovery.step.WorkloadNames;
import java.util.Optional;
import java.util.Set;

/** The culprit as a person named it, validated before anything is done to it. Pure. */
sealed interface UserNamedCulprit {

  /** It may be accused; its kind is spelled as in Kubernetes. */
  record Accepted(WorkloadReference workload) implements UserNamedCulprit {}

  /** It may not be accused; {@code why} is a sentence without its full stop. */
  record Refused(String why) implements UserNamedCulprit {}

  /** Validates {@code KIND/NAMESPACE/NAME}; the kind in any case. */
  static UserNamedCulprit of(String text, Set<String> neverNamespaces) {
    Optional<WorkloadReference> parsed = WorkloadNames.parse(text);
    if (parsed.isEmpty()) {
      return new Refused(
          "\"%s\" is not a valid workload: write KIND/NAMESPACE/NAME".formatted(text));
    }
    WorkloadReference named = parsed.get();
    if (neverNamespaces.contains(named.namespace())) {
      return new Refused(
          "%s may not be accused: namespace %s is protected".formatted(named, named.namespace()));
    }
    return Workloads.kinds().stream()
        .filter(named.kind()::equalsIgnoreCase)
        .findFirst()
        .<UserNamedCulprit>map(
            kind -> new Accepted(new WorkloadReference(kind, named.namespace(), named.name())))
        .orElseGet(
            () ->
                new Refused(
                    "%s may not be accused: its kind is not one of %s"
                        .formatted(named, String.join(", ", Workloads.kinds()))));
  }
}
