package dev.halligan.recovery.record;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.attribution.Culprit;
import dev.halligan.attribution.OtherClient;
import dev.halligan.attribution.Ranking;
import java.util.List;
import java.util.stream.Stream;

/** A ranking as the status shows it. */
final class RankedCulprits {
  private static final int MOST = 5;

  private RankedCulprits() {}

  /** Who outweighs the suspects, then the suspects, then the other clients. */
  static List<RecoveryRequestStatus.Culprit> of(Ranking ranking) {
    List<OtherClient> heavy = ranking.outweighing();
    return Stream.of(
            heavy.stream().map(RankedCulprits::of),
            ranking.suspects().stream().map(RankedCulprits::of),
            ranking.others().stream().filter(o -> !heavy.contains(o)).map(RankedCulprits::of))
        .flatMap(some -> some.limit(MOST))
        .toList();
  }

  private static RecoveryRequestStatus.Culprit of(Culprit suspect) {
    return new RecoveryRequestStatus.Culprit(
        suspect.workload(), null, suspect.share(), suspect.confidence(), suspect.reasons(), null);
  }

  private static RecoveryRequestStatus.Culprit of(OtherClient client) {
    return new RecoveryRequestStatus.Culprit(
        null, client.toString(), client.share(), null, client.reasons(), client.advice());
  }
}
