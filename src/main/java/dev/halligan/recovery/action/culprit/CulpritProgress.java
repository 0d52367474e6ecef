package dev.halligan.recovery.action.culprit;

import dev.halligan.api.v1alpha1.WorkloadReference;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How far FindCulprit is; null where there is nothing yet.
 *
 * @param asked the suspect that a person was asked about: an approval accuses exactly this one
 * @param sample the packets that the fence had rejected at the first look
 * @param quiet those at the last look for a false alarm
 */
@RecordBuilder
record CulpritProgress(
    WorkloadReference asked, RejectedPacketCounts sample, RejectedPacketCounts quiet)
    implements CulpritProgressBuilder.With {

  static CulpritProgress about(WorkloadReference suspect) {
    return new CulpritProgress(suspect, null, null);
  }
}
