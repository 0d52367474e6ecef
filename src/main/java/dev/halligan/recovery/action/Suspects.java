package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.evidence.EvidenceSource;
import dev.halligan.diagnosis.CulpritEvidence;
import dev.halligan.diagnosis.CulpritEvidence.AddressLoad;
import dev.halligan.recovery.EvidenceBook;
import dev.halligan.recovery.Ledger;
import dev.halligan.recovery.Situation;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.WorkloadNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gathers the evidence on the suspects, and reads back what FindCulprit noted of them. */
final class Suspects {
  private static final Duration BEFORE_THE_ONSET = Duration.ofMinutes(1);

  private Suspects() {}

  static CulpritEvidence evidence(Situation situation, Ledger ledger) {
    EvidenceSource source = situation.hands().evidence();
    Optional<EvidenceBook.Page> page = page(situation, ledger);
    List<AddressLoad> addresses = addresses(knocking(situation), page);
    List<String> asked = addresses.stream().map(AddressLoad::address).toList();
    return new CulpritEvidence(
        onset(situation, ledger),
        source.nodeCount(),
        addresses,
        page.map(EvidenceBook.Page::identities).orElse(List.of()),
        source.rollouts(),
        source.podsAt(asked));
  }

  /** Who knocks says more than who was connected; the latter only counts while nobody knocks. */
  private static List<AddressLoad> addresses(
      List<AddressLoad> knocking, Optional<EvidenceBook.Page> page) {
    return knocking.isEmpty()
        ? page.map(p -> p.connections().stream().limit(Knocks.TOP).toList()).orElse(List.of())
        : knocking;
  }

  private static List<AddressLoad> knocking(Situation situation) {
    return situation.hands().fence().talkers(Knocks.TOP).stream()
        .map(t -> new AddressLoad(t.address(), t.packets()))
        .toList();
  }

  /**
   * The same as it was before the fence, by who was connected then as far as that is known. Asks
   * for no pods anew: who is loud knocks, so its pods are among those known.
   */
  static CulpritEvidence beforeTheFence(CulpritEvidence evidence, StepContext step) {
    return page(step.situation(), step.ledger())
        .map(EvidenceBook.Page::connections)
        .map(evidence::withAddresses)
        .orElseGet(() -> evidence.withAddresses(List.of()));
  }

  /** Who was there before this outage began is not evidence of it. */
  static Optional<EvidenceBook.Page> page(Situation situation, Ledger ledger) {
    Optional<Instant> from =
        Optional.ofNullable(ledger.timeline().onsetAt())
            .map(onset -> Instant.parse(onset).minus(BEFORE_THE_ONSET));
    return situation
        .evidence()
        .newest()
        .filter(page -> from.isEmpty() || !page.at().isBefore(from.get()));
  }

  private static Instant onset(Situation situation, Ledger ledger) {
    String onset = ledger.timeline().onsetAt();
    return onset == null ? situation.now() : Instant.parse(onset);
  }

  /** The workloads FindCulprit accused. */
  static List<WorkloadReference> accused(Ledger ledger) {
    return noted(ledger, FindCulprit.ACCUSED)
        .flatMap(n -> WorkloadNames.parse(n).stream())
        .toList();
  }

  /** A workload that is loud beside the culprit, and its share in percent. */
  record Noisy(WorkloadReference workload, int share) {}

  static List<Noisy> noisy(Ledger ledger) {
    return noted(ledger, FindCulprit.NOISY)
        .flatMap(
            n -> {
              int at = n.lastIndexOf('=');
              return WorkloadNames.parse(n.substring(0, at)).stream()
                  .map(w -> new Noisy(w, Integer.parseInt(n.substring(at + 1))));
            })
        .toList();
  }

  private static Stream<String> noted(Ledger ledger, String key) {
    return ledger.step(ActionType.FIND_CULPRIT).map(Step::evidence).map(e -> e.get(key)).stream()
        .flatMap(v -> Stream.of(v.split(",")))
        .filter(n -> !n.isBlank());
  }
}
