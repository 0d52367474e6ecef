package dev.halligan.recovery.action.culprit;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence;
import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.attribution.CulpritEvidence.PodAddress;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import dev.halligan.attribution.DominantIdentity;
import dev.halligan.attribution.NoisyNeighbors.NoisyWorkload;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.EvidenceSource;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.step.EvidenceStore;
import dev.halligan.recovery.step.PassContext;
import dev.halligan.recovery.step.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Gathers the evidence on the suspects, and reads back what FindCulprit recorded. */
public final class CulpritInputs {
  private static final Duration BEFORE_THE_ONSET = Duration.ofMinutes(1);

  private static final double NEAR_LIMIT = 0.9;

  private CulpritInputs() {}

  static CulpritEvidence evidence(PassContext context, RecoveryRecord record) {
    EvidenceSource source = context.driver().evidence();
    Optional<EvidenceStore.EvidenceSnapshot> snapshot = snapshot(context, record);
    List<AddressLoad> addresses = addresses(knocking(context), snapshot);
    List<String> asked = addresses.stream().map(AddressLoad::address).toList();
    List<IdentityLoad> identities =
        snapshot.map(EvidenceStore.EvidenceSnapshot::identities).orElse(List.of());
    List<Rollout> rollouts = new ArrayList<>(source.rollouts());
    List<String> leaders = DominantIdentity.leaders(identities);
    rollouts.addAll(ifReadable(() -> source.othersRunningAs(leaders)).orElse(List.of()));
    Optional<List<PodAddress>> pods =
        identities.isEmpty()
            ? Optional.of(source.podsAt(asked))
            : ifReadable(() -> source.podsAt(asked));
    return new CulpritEvidence(
        onset(context, record),
        ifReadable(source::nodeCount).orElse(0),
        pods.isPresent() ? addresses : List.of(),
        identities,
        rollouts,
        pods.orElse(List.of()),
        cpuAtLimit(context, record).orElse(null));
  }

  /** Behind the fence every host is idle, so only the reports from before count. */
  private static Optional<Boolean> cpuAtLimit(PassContext context, RecoveryRecord record) {
    Instant from = onset(context, record).minus(BEFORE_THE_ONSET);
    String fenced = record.timeline().fencedAt();
    Instant until = fenced == null ? context.now() : Instant.parse(fenced);
    return context.evidence().hosts().stream()
        .filter(one -> !one.at().isBefore(from) && !one.at().isAfter(until))
        .filter(one -> one.cpuMillis().isPresent() && one.cpuLimitMillis().isPresent())
        .map(one -> one.cpuMillis().getAsInt() >= NEAR_LIMIT * one.cpuLimitMillis().getAsInt())
        .reduce(Boolean::logicalOr);
  }

  /**
   * What only refines the ranking holds nothing up. Beside a dump the pods do so too, and without
   * them the addresses tell nothing.
   */
  private static <T> Optional<T> ifReadable(Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (ControlFailure unknown) {
      return Optional.empty();
    }
  }

  /** Rejected clients say more than earlier connections, which count only if none is rejected. */
  private static List<AddressLoad> addresses(
      List<AddressLoad> knocking, Optional<EvidenceStore.EvidenceSnapshot> snapshot) {
    return knocking.isEmpty()
        ? snapshot
            .map(p -> p.connections().stream().limit(RejectedPacketCounts.TOP).toList())
            .orElse(List.of())
        : knocking;
  }

  private static List<AddressLoad> knocking(PassContext context) {
    return context.driver().fence().rejectedClients(RejectedPacketCounts.TOP).stream()
        .map(t -> new AddressLoad(t.address(), t.count()))
        .toList();
  }

  /**
   * The same evidence as of before the fence, by the connections of that time as far as known.
   * Looks up no further pods: the fence rejects every loud client, so its pods are known already.
   */
  static CulpritEvidence beforeTheFence(CulpritEvidence evidence, StepContext step) {
    return snapshot(step.context(), step.record())
        .map(EvidenceStore.EvidenceSnapshot::connections)
        .map(evidence::withAddresses)
        .orElseGet(() -> evidence.withAddresses(List.of()));
  }

  /** A snapshot from before this outage is no evidence of its cause. */
  public static Optional<EvidenceStore.EvidenceSnapshot> snapshot(
      PassContext context, RecoveryRecord record) {
    Optional<Instant> from =
        Optional.ofNullable(record.timeline().onsetAt())
            .map(onset -> Instant.parse(onset).minus(BEFORE_THE_ONSET));
    return context
        .evidence()
        .newest()
        .filter(snapshot -> from.isEmpty() || !snapshot.at().isBefore(from.get()));
  }

  private static Instant onset(PassContext context, RecoveryRecord record) {
    String onset = record.timeline().onsetAt();
    return onset == null ? context.now() : Instant.parse(onset);
  }

  /** The workloads FindCulprit accused. */
  public static List<WorkloadReference> accused(StepContext step) {
    return result(step).map(CulpritResult::accused).orElse(List.of());
  }

  /** The culprit's noisy neighbors. */
  static List<NoisyWorkload> noisy(StepContext step) {
    return result(step).map(CulpritResult::noisy).orElse(List.of());
  }

  /** Whether an accused comes in together with its nodes, at their addresses. */
  public static boolean sharesAddresses(StepContext step) {
    return result(step).filter(CulpritResult::sharesAddresses).isPresent();
  }

  private static Optional<CulpritResult> result(StepContext step) {
    return step.first(ActionType.FIND_CULPRIT).map(find -> find.result(CulpritResult.class));
  }
}
