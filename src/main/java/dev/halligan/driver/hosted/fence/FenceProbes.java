package dev.halligan.driver.hosted.fence;

import dev.halligan.sidecar.FenceProbeReport;
import java.util.List;

/**
 * Fence probes connect like fenced clients and report whether a fence holds. Throws ControlFailure.
 */
interface FenceProbes {

  /** Which connections a fence probe watches. */
  enum ProbePhase {
    /** Those from before the fence blocks the probe. */
    BEFORE,
    /** New ones to the pods that were replaced behind the fence. */
    AFTER
  }

  /** Starts a new fence probe that watches these addresses with port. */
  void post(ProbePhase post, List<String> targets);

  /** Its last report on every target; empty until it has reported. */
  List<FenceProbeReport> sightings(ProbePhase post);

  /** Removes all fence probes. */
  void withdraw();
}
