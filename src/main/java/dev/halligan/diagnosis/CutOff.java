package dev.halligan.diagnosis;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * No route or no connection, to every instance, and no host answers either. A host that answers, is
 * busy and has connections piling up speaks for a full accept queue instead: then this rule is
 * silent. Where none counts connections, one that shows overload does.
 */
final class CutOff implements Rule {

  @Override
  public Optional<Verdict> judge(Situation situation) {
    Duration sustainedFor = situation.settings().sustainedFor();
    HostSigns host = situation.signs().host();
    boolean drowned =
        situation.hosts().anyReachable()
            && (host.queued() || (host.crowded() && situation.signs().any()));
    if (!situation.all(one -> one.cutOff(sustainedFor)) || drowned) {
      return Optional.empty();
    }
    var since =
        situation.earliest(
            situation.instances().stream()
                .flatMap(one -> one.cut().stream())
                .map(Stretch::from)
                .toList());
    return Optional.of(
        new Verdict.Unreachable(
            situation.since(Verdict.Unreachable.class, since),
            List.of(
                "No connection to any instance (%d) since %s, on either lane."
                    .formatted(situation.instances().size(), since),
                otherWays(situation.hosts()))));
  }

  private static String otherWays(HostReports hosts) {
    if (hosts.byHost().isEmpty()) {
      return "Nobody else can be asked: a cut and a full accept queue look the same from here.";
    }
    return hosts.anyReachable()
        ? "The host answers by SSH and shows no overload that fills its accept queue: something in between is closed."
        : "No host answers by SSH: the way there is cut.";
  }
}
