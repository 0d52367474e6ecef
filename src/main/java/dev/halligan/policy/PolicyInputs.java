package dev.halligan.policy;

import dev.halligan.api.v1alpha1.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the guards look at, besides the verdict.
 *
 * @param mode null is read as {@link Mode#OBSERVE}
 * @param pauses why people paused acting on this cluster; any one is enough
 * @param breakGlassReady whether the way in past the API server is proven
 * @param globalStop whether a person stopped every act on every cluster
 * @param recoveringElsewhere recoveries of other clusters under way now, 0 or more
 * @param pastRecoveries when the recoveries of this cluster that raised a fence began, in any order
 * @param lastAttempt when the last one began, whether or not it came to a fence
 * @param observer how far this observer may be believed about the cluster
 * @param activeRequest name of the request that is recovering this cluster now
 * @param breakGlassMissing what the way in still lacks, for the message
 */
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
    Brakes brakes,
    List<String> breakGlassMissing) {

  public PolicyInputs {
    mode = mode == null ? Mode.OBSERVE : mode;
    pauses = pauses == null ? List.of() : List.copyOf(pauses);
    pastRecoveries = pastRecoveries == null ? List.of() : List.copyOf(pastRecoveries);
    breakGlassMissing = breakGlassMissing == null ? List.of() : List.copyOf(breakGlassMissing);
  }
}
