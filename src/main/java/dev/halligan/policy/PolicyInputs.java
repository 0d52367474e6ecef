package dev.halligan.policy;

import dev.halligan.api.v1alpha1.Mode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the guards consider, besides the verdict.
 *
 * @param mode null is read as {@link Mode#OBSERVE}
 * @param pauses why people paused acting on this cluster; any one is enough
 * @param breakGlassReady whether break-glass access is proven
 * @param globalStop whether a person stopped every act on every cluster
 * @param recoveringElsewhere running recoveries of other clusters, 0 or more
 * @param pastRecoveries when the recoveries of this cluster that raised a fence began, in any order
 * @param lastAttempt when the last one began, whether or not it raised a fence
 * @param observer how far this observer can be trusted about the cluster
 * @param activeRequest name of the request that is recovering this cluster now
 * @param breakGlassMissing what break-glass access still lacks, for the message
 */
@RecordBuilder
public record PolicyInputs(
    Mode mode,
    List<String> pauses,
    boolean breakGlassReady,
    boolean globalStop,
    int recoveringElsewhere,
    List<Instant> pastRecoveries,
    Optional<Instant> lastAttempt,
    ObserverState observer,
    Optional<String> activeRequest,
    ActionLimits brakes,
    List<String> breakGlassMissing) {

  public PolicyInputs {
    mode = mode == null ? Mode.OBSERVE : mode;
    pauses = pauses == null ? List.of() : List.copyOf(pauses);
    pastRecoveries = pastRecoveries == null ? List.of() : List.copyOf(pastRecoveries);
    breakGlassMissing = breakGlassMissing == null ? List.of() : List.copyOf(breakGlassMissing);
  }
}
