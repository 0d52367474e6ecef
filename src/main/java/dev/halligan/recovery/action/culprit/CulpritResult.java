package dev.halligan.recovery.action.culprit;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.NoisyNeighbors.NoisyWorkload;
import java.util.List;

/**
 * What FindCulprit found.
 *
 * @param noisy the accused's noisy neighbors, with their shares in percent
 * @param sharesAddresses whether an accused comes in together with its nodes, at their addresses
 */
record CulpritResult(
    List<WorkloadReference> accused, List<NoisyWorkload> noisy, boolean sharesAddresses) {
  CulpritResult {
    accused = accused == null ? List.of() : List.copyOf(accused);
    noisy = noisy == null ? List.of() : List.copyOf(noisy);
  }
}
