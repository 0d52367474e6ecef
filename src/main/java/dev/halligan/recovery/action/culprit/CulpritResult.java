package dev.halligan.recovery.action.culprit;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.NoisyNeighbors.NoisyWorkload;
import java.util.List;

/** What FindCulprit found: the accused, and the noisy neighbors with their shares in percent. */
record CulpritResult(List<WorkloadReference> accused, List<NoisyWorkload> noisy) {
  CulpritResult {
    accused = accused == null ? List.of() : List.copyOf(accused);
    noisy = noisy == null ? List.of() : List.copyOf(noisy);
  }
}
