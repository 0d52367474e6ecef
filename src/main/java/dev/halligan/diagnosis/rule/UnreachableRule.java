package dev.halligan.diagnosis.rule;

import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.signal.DiagnosisInput;
import dev.halligan.diagnosis.signal.HostOverloadSigns;
import dev.halligan.diagnosis.signal.InstanceReports;
import dev.halligan.diagnosis.signal.SampleRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * No route or no connection to any instance, and no host answers either. A host that answers, is
 * busy and has connections piling up means a full accept queue instead: then this rule does not
 * apply. If no host counts connections, one that shows overload is enough.
 */
final class UnreachableRule implements Rule {

  @Override
  public Optional<Verdict> judge(DiagnosisInput input) {
    Duration sustainedFor = input.settings().sustainedFor();
    HostOverloadSigns host = input.signs().host();
    boolean drowned =
        input.hosts().anyReachable() && (host.queued() || (host.crowded() && input.signs().any()));
    if (!input.all(one -> one.cutOff(sustainedFor)) || drowned) {
      return Optional.empty();
    }
    var since =
        input.earliest(
            input.instances().stream()
                .flatMap(one -> one.cut().stream())
                .map(SampleRun::from)
                .toList());
    return Optional.of(
        new Verdict.Unreachable(
            input.since(Verdict.Unreachable.class, since),
            List.of(
                "No connection to any instance (%d) on either lane since %s."
                    .formatted(input.instances().size(), since),
                otherWays(input.hosts()))));
  }

  private static String otherWays(InstanceReports hosts) {
    if (hosts.byHost().isEmpty()) {
      return "No host can be asked, and from here a cut and a full accept queue look the same.";
    }
    return hosts.anyReachable()
        ? "The host answers and shows no sign of a full accept queue: the network path is blocked."
        : "No host answers either: the network path is cut.";
  }
}
