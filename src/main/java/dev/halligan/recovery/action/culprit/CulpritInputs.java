package dev.halligan.recovery.action.culprit;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence;
import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import dev.halligan.control.EvidenceSource;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.step.EvidenceStore;
import dev.halligan.recovery.step.PassContext;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.recovery.step.WorkloadNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gathers the evidence on the suspects, and reads back what FindCulprit recorded. */
public final class CulpritInputs {
  private static final Duration BEFORE_THE_ONSET = Duration.ofMinutes(1);

  private CulpritInputs() {}

  static CulpritEvidence evidence(PassContext context, RecoveryRecord record) {
    EvidenceSource source = context.driver().evidence();
    Optional<EvidenceStore.EvidenceSnapshot> snapshot = snapshot(context, record);
    List<AddressLoad> addresses = addresses(knocking(context), snapshot);
    List<String> asked = addresses.stream().map(AddressLoad::address).toList();
    return new CulpritEvidence(
        onset(context, record),
        source.nodeCount(),
        addresses,
        snapshot.map(EvidenceStore.EvidenceSnapshot::identities).orElse(List.of()),
        source.rollouts(),
        source.podsAt(asked));
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
    return snapshot(step.pass(), step.record())
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
  public static List<WorkloadReference> accused(RecoveryRecord record) {
    return noted(record, FindCulprit.ACCUSED)
        .flatMap(n -> WorkloadNames.parse(n).stream())
        .toList();
  }

  /** A noisy neighbor of the culprit, and its share in percent. */
  record Noisy(WorkloadReference workload, int share) {}

  static List<Noisy> noisy(RecoveryRecord record) {
    return noted(record, FindCulprit.NOISY)
        .flatMap(
            n -> {
              int at = n.lastIndexOf('=');
              return WorkloadNames.parse(n.substring(0, at)).stream()
                  .map(w -> new Noisy(w, Integer.parseInt(n.substring(at + 1))));
            })
        .toList();
  }

  private static Stream<String> noted(RecoveryRecord record, String key) {
    return record.step(ActionType.FIND_CULPRIT).map(Step::evidence).map(e -> e.get(key)).stream()
        .flatMap(v -> Stream.of(v.split(",")))
        .filter(n -> !n.isBlank());
  }
}
