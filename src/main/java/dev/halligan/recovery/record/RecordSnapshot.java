package dev.halligan.recovery.record;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;

/**
 * A request's record at the start of a pass.
 *
 * @param generation of the spec that the pass uses
 * @param epoch of the replica that runs the pass
 */
public record RecordSnapshot(
    Kubectl kubectl, RecoveryRequestStatus status, long generation, long epoch) {}
