package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import dev.halligan.attribution.LoadShares.Load;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A suspect workload with the evidence against it; every value is 0 to 1.
 *
 * @param sources how much of the load they say it makes, and how reliable they are
 */
record CulpritCandidate(
    WorkloadReference workload,
    SourceWeights.Agreement sources,
    double recency,
    double breadth,
    List<String> reasons) {

  private static final double FULL_SHARE = 0.5;
  private static final double UNKNOWN_CPU = 0.25;

  /** Two sources that agree are worth a change two hours before. */
  private static final double EVIDENT = 0.7;

  /** At most, if somebody else makes more of the load. */
  private static final double OUTWEIGHED = 0.5;

  /** A candidate that an address or an identity points to. */
  static CulpritCandidate named(
      WorkloadReference workload,
      Optional<Rollout> rollout,
      LoadShares addresses,
      LoadShares identities,
      CulpritEvidence evidence) {
    SourceWeights.Agreement sources =
        SourceWeights.on(workload, addresses, identities, explained(identities, evidence));
    List<String> reasons = new ArrayList<>();
    words(identities, workload).ifPresent(reasons::add);
    words(addresses, workload).ifPresent(reasons::add);
    return of(workload, rollout, sources, reasons, evidence);
  }

  /**
   * Handshakes reach no queue: packets at the fence, few requests queued and the CPU at its limit
   * are their mark. Without that limit, whoever is queued explains the overload.
   */
  private static double explained(LoadShares identities, CulpritEvidence evidence) {
    if (evidence.cpuAtLimit() == null) {
      return Math.max(UNKNOWN_CPU, identities.explained());
    }
    return evidence.cpuAtLimit() ? identities.explained() : 1;
  }

  static CulpritCandidate of(
      WorkloadReference workload,
      Optional<Rollout> rollout,
      SourceWeights.Agreement sources,
      List<String> loadReasons,
      CulpritEvidence evidence) {
    List<String> reasons = new ArrayList<>(loadReasons);
    rollout
        .map(one -> ChangeRecency.words(one.changedAt(), evidence.onset()))
        .filter(words -> !words.isEmpty())
        .ifPresent(reasons::add);
    rollout
        .filter(one -> one.nodes() > 0 && evidence.nodeCount() > 0)
        .map(one -> "It runs on %d of %d nodes.".formatted(one.nodes(), evidence.nodeCount()))
        .ifPresent(reasons::add);
    return new CulpritCandidate(
        workload,
        sources,
        ChangeRecency.of(rollout.map(Rollout::changedAt).orElse(null), evidence.onset()),
        rollout.map(one -> breadth(one, evidence)).orElse(0.0),
        List.copyOf(reasons));
  }

  static double breadth(Rollout rollout, CulpritEvidence evidence) {
    return evidence.nodeCount() <= 0
        ? 0
        : Math.min(1, (double) rollout.nodes() / evidence.nodeCount());
  }

  double share() {
    return sources.share();
  }

  /** The rank of candidates: mainly the load, adjusted by accord, timing and breadth. */
  double score() {
    return share() * sources.accord() * (0.3 + 0.7 * explained()) * (0.7 + 0.3 * breadth);
  }

  /**
   * How well the load is explained, 0 to 1: by a change just before, or by sources that leave
   * nobody else. A controller in a hot loop because of its data was not rolled out at all.
   */
  private double explained() {
    return Math.max(recency, EVIDENT * sources.unanimity());
  }

  /**
   * @param outweighed whether somebody who is no workload makes more of the load
   */
  Culprit culprit(boolean outweighed) {
    double evident =
        Math.min(1, share() / FULL_SHARE)
            * (0.5 + 0.5 * explained())
            * (0.85 + 0.15 * breadth)
            * sources.certainty();
    double confidence = outweighed ? Math.min(OUTWEIGHED, evident) : evident;
    return new Culprit(
        workload, LoadShares.percent(share()), LoadShares.percent(confidence), reasons);
  }

  private static Optional<String> words(LoadShares shares, WorkloadReference workload) {
    return Optional.ofNullable(shares.byWorkload().get(workload)).map(Load::words);
  }
}
