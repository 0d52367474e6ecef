package dev.halligan.driver.hosted.fence;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.driver.hosted.fence.FenceProbes.ProbePhase;
import dev.halligan.net.Cidr;
import dev.halligan.sidecar.FenceProbeReport;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What fence probes prove about a fence, and why it does not hold if they prove that. */
final class EnforcementProof {
  static final String ENGINE =
      "install a network plugin that enforces NetworkPolicy, and verify it by enrolling the cluster"
          + " again (bootstrap-scripts/enroll-cluster --hosted)";

  private static final String SILENT =
      "check the pods with the label app.kubernetes.io/name=halligan-fence-probe";

  private final FenceProbes fenceProbes;

  EnforcementProof(FenceProbes fenceProbes) {
    this.fenceProbes = fenceProbes;
  }

  /** Whether the first fence probe holds, or held, a connection to each of these. */
  boolean holdsAll(Collection<String> targets) {
    return targets(fenceProbes.sightings(ProbePhase.BEFORE), FenceProbeReport::held)
        .containsAll(targets);
  }

  /** Whether the target rejects the first fence probe. */
  boolean isShut(String target) {
    return targets(fenceProbes.sightings(ProbePhase.BEFORE), FenceProbeReport::isShut)
        .contains(target);
  }

  /** The finding of the second fence probe. */
  enum Word {
    NOTHING,
    /** It watches other targets. */
    OF_OTHERS,
    OPEN,
    SHUT
  }

  /** {@code from}: earlier tries do not count, because a pod that is not ready rejects everyone. */
  Word after(Set<String> targets, int from) {
    var seen = fenceProbes.sightings(ProbePhase.AFTER);
    if (seen.isEmpty()) {
      return Word.NOTHING;
    }
    if (!targets(seen, _ -> true).equals(targets)) {
      return Word.OF_OTHERS;
    }
    return seen.stream().allMatch(s -> s.isShutSince(from)) ? Word.SHUT : Word.OPEN;
  }

  /** How often the second fence probe has tried. */
  int tries() {
    return fenceProbes.sightings(ProbePhase.AFTER).stream()
        .mapToInt(FenceProbeReport::tries)
        .max()
        .orElse(0);
  }

  /** Whether no connection from before the fence is still alive. */
  boolean oldOnesAreDead() {
    return fenceProbes.sightings(ProbePhase.BEFORE).stream().noneMatch(FenceProbeReport::holds);
  }

  /** A fence probe that is admitted proves nothing. */
  void demandOutsider(List<String> admins) {
    fenceProbes.sightings(ProbePhase.BEFORE).stream()
        .map(FenceProbeReport::self)
        .filter(self -> self != null)
        .filter(self -> Cidr.parse(self).isWithinAny(admins.stream().map(Cidr::parse)))
        .findFirst()
        .ifPresent(
            self -> {
              throw notEnforced(
                  "Halligan cannot prove that the fence holds, because spec.admins.cidrs admits its"
                      + " fence probe at "
                      + self,
                  "list only administrators' networks there; the operator's own pods pass anyway");
            });
  }

  ControlFailure notShut(String target) {
    var silent = fenceProbes.sightings(ProbePhase.BEFORE).isEmpty();
    return silent
        ? notEnforced(
            "Halligan cannot prove that the fence holds: its fence probe reports nothing", SILENT)
        : notEnforced(
            "the NetworkPolicy exists, but a fenced address still reaches " + target, ENGINE);
  }

  ControlFailure notProven(Word word) {
    return switch (word) {
      case OPEN -> notEnforced("a fenced address reaches the new API-server pods", ENGINE);
      case SHUT -> notEnforced("a connection from before the fence is still alive", ENGINE);
      case NOTHING, OF_OTHERS ->
          notEnforced(
              "Halligan cannot prove that the fence holds: its second fence probe reports nothing",
              SILENT);
    };
  }

  static ControlFailure notEnforced(String what, String fix) {
    return new ControlFailure(Reason.NOT_ENFORCED, what, fix);
  }

  private static Set<String> targets(
      List<FenceProbeReport> seen, Predicate<FenceProbeReport> which) {
    return seen.stream().filter(which).map(FenceProbeReport::target).collect(Collectors.toSet());
  }
}
