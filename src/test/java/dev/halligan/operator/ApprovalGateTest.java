package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.Approvals;
import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.operator.store.Origin;
import dev.halligan.operator.store.StartPolicy;
import dev.halligan.status.ConditionSet;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which recoveries wait for a person, by mode, origin and setting; never by a label. */
class ApprovalGateTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Optional<Verdict> OVERLOADED =
      Optional.of(new Verdict.Overloaded(NOON, List.of()));
  private static final Optional<Verdict> HEALTHY =
      Optional.of(new Verdict.Healthy(NOON, List.of()));
  private static final Map<String, String> LABEL = Map.of("halligan.dev/trigger", "automatic");

  /** An origin of "earlier" is a request that a version without origins has worked on. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // mode, origin, approvals.manual, waits
        "OBSERVE,   AUTOMATIC, -,          true",
        "OBSERVE,   AUTOMATIC, NEEDED,     true",
        "OBSERVE,   AUTOMATIC, NOT_NEEDED, true",
        "OBSERVE,   MANUAL,    -,          true",
        "OBSERVE,   MANUAL,    NEEDED,     true",
        "OBSERVE,   MANUAL,    NOT_NEEDED, false",
        "OBSERVE,   absent,    NEEDED,     true",
        "OBSERVE,   absent,    NOT_NEEDED, false",
        "OBSERVE,   earlier,   NEEDED,     true",
        "OBSERVE,   earlier,   NOT_NEEDED, true",
        "APPROVE,   AUTOMATIC, -,          true",
        "APPROVE,   AUTOMATIC, NEEDED,     true",
        "APPROVE,   AUTOMATIC, NOT_NEEDED, true",
        "APPROVE,   MANUAL,    -,          true",
        "APPROVE,   MANUAL,    NEEDED,     true",
        "APPROVE,   MANUAL,    NOT_NEEDED, false",
        "APPROVE,   absent,    NEEDED,     true",
        "APPROVE,   absent,    NOT_NEEDED, false",
        "APPROVE,   earlier,   NEEDED,     true",
        "APPROVE,   earlier,   NOT_NEEDED, true",
        "AUTOMATIC, AUTOMATIC, -,          false",
        "AUTOMATIC, AUTOMATIC, NEEDED,     false",
        "AUTOMATIC, AUTOMATIC, NOT_NEEDED, false",
        "AUTOMATIC, MANUAL,    -,          false",
        "AUTOMATIC, MANUAL,    NEEDED,     false",
        "AUTOMATIC, MANUAL,    NOT_NEEDED, false",
        "AUTOMATIC, absent,    NEEDED,     false",
        "AUTOMATIC, earlier,   NEEDED,     false",
        "-,         AUTOMATIC, NOT_NEEDED, true",
        "-,         MANUAL,    NEEDED,     true",
        "-,         earlier,   NOT_NEEDED, true",
      })
  void waits(Mode mode, String origin, Approvals.Manual manual, boolean waits) {
    for (Map<String, String> labels : List.of(LABEL, Map.<String, String>of())) {
      var request = request(origin, labels);

      assertThat(StartPolicy.needsApproval(request, cluster(mode, manual), HEALTHY))
          .as("labels %s", labels)
          .isEqualTo(waits);
      assertThat(
              StartPolicy.needsApproval(Origin.noted(request), cluster(mode, manual), OVERLOADED))
          .as("once noted, labels %s", labels)
          .isEqualTo(waits);
    }
  }

  @ParameterizedTest
  @CsvSource({"AUTOMATIC", "MANUAL", "earlier"})
  void whatWaitsIsStartedByAChangedModeOnlyWhileTheClusterDrowns(String origin) {
    var waiting = waiting(request(origin, LABEL));

    assertThat(StartPolicy.needsApproval(waiting, cluster(Mode.AUTOMATIC, null), OVERLOADED))
        .isFalse();
    assertThat(StartPolicy.needsApproval(waiting, cluster(Mode.AUTOMATIC, null), HEALTHY)).isTrue();
    assertThat(StartPolicy.needsApproval(waiting, cluster(Mode.AUTOMATIC, null), Optional.empty()))
        .isTrue();
  }

  @Test
  void whatWaitsIsNotStartedByAChangedSetting() {
    var waiting = waiting(request("MANUAL", Map.of()));
    var free = cluster(Mode.APPROVE, Approvals.Manual.NOT_NEEDED);

    assertThat(StartPolicy.needsApproval(waiting, free, OVERLOADED)).isTrue();
  }

  @Test
  void whatIsNotedInStatusGoesBeforeTheSpec() {
    var noted = Origin.noted(request("AUTOMATIC", LABEL));
    noted.setSpec(request("MANUAL", Map.of()).getSpec());

    assertThat(Origin.of(noted)).contains(Trigger.AUTOMATIC);
  }

  @Test
  void anOriginThatIsNotKnownIsNotMadeUp() {
    assertThat(Origin.of(Origin.noted(request("earlier", LABEL)))).isEmpty();
    assertThat(Origin.of(Origin.noted(request("absent", LABEL)))).contains(Trigger.MANUAL);
  }

  private static ProtectedClusterSpec cluster(Mode mode, Approvals.Manual manual) {
    return new ProtectedClusterSpec(
        mode,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        manual == null ? null : new Approvals(manual),
        null);
  }

  private static RecoveryRequest request(String origin, Map<String, String> labels) {
    var request = new RecoveryRequest();
    request.setMetadata(new ObjectMetaBuilder().withName("r").withLabels(labels).build());
    Trigger trigger =
        switch (origin) {
          case "absent", "earlier" -> null;
          default -> Trigger.valueOf(origin);
        };
    request.setSpec(
        new RecoveryRequestSpec(
            new ObjectReference("eu-1"), null, null, null, null, null, trigger));
    if (origin.equals("earlier")) {
      request.setStatus(status(List.of(), null));
    }
    return request;
  }

  private static RecoveryRequest waiting(RecoveryRequest request) {
    Trigger trigger = Origin.of(request).orElse(null);
    var asked =
        ConditionSet.of(null)
            .with(Conditions.APPROVED, "False", Reasons.WAITING_FOR_APPROVAL, "approve", 1, NOON);
    request.setStatus(status(asked.conditions(), trigger));
    return request;
  }

  private static RecoveryRequestStatus status(List<Condition> conditions, Trigger trigger) {
    return new RecoveryRequestStatus(
        conditions, null, null, null, null, null, null, null, trigger, null);
  }
}
