package dev.halligan.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.ProtectedClusterStatus;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.operator.monitor.ClusterAssessment;
import dev.halligan.policy.Decision;
import dev.halligan.status.ConditionSet;
import dev.halligan.status.ConditionValue;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterStatusTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final ConditionValue WATCHING = ConditionValue.yes(Reasons.WATCHING, "watched");
  private static final ConditionValue FIT = ConditionValue.yes(Reasons.OBSERVER_FIT, "fit");
  private static final ConditionValue PROVEN =
      ConditionValue.yes(Reasons.ACCESS_VERIFIED, "proven");

  @Test
  void everyConditionIsWrittenOnTheFirstVisit() {
    var status = of(null, WATCHING, null, null, NOON);

    assertThat(status.conditions())
        .extracting(Condition::getType)
        .containsExactly(
            Conditions.READY,
            Conditions.BREAK_GLASS_READY,
            Conditions.OVERLOADED,
            Conditions.OBSERVER_TRUSTED,
            Conditions.RECOVERING);
    assertThat(status.conditions())
        .allSatisfy(c -> assertThat(c.getObservedGeneration()).isEqualTo(7));
    assertThat(condition(status, Conditions.OVERLOADED).getStatus()).isEqualTo("Unknown");
  }

  @Test
  void aRefusedClusterSaysWhyAndClaimsNothingElse() {
    var refused = ConditionValue.no(Reasons.INSECURE_KUBECONFIG, "exec is never followed");

    var status = of(null, refused, null, null, NOON);

    assertThat(condition(status, Conditions.READY).getReason())
        .isEqualTo(Reasons.INSECURE_KUBECONFIG);
    assertThat(condition(status, Conditions.BREAK_GLASS_READY).getStatus()).isEqualTo("Unknown");
    assertThat(status.verdict()).isEqualTo("Unknown");
    assertThat(status.message()).isEqualTo("exec is never followed");
  }

  @Test
  void overloadIsTrueWithTheEvidence() {
    var status =
        of(
            null,
            WATCHING,
            assessment(new Verdict.Overloaded(NOON, List.of("slow")), null),
            null,
            NOON);

    assertThat(condition(status, Conditions.OVERLOADED).getStatus()).isEqualTo("True");
    assertThat(status.verdict()).isEqualTo("Overloaded");
    assertThat(status.verdictSince()).isEqualTo("2026-01-01T12:00:00Z");
  }

  @Test
  void theGuardThatHoldsBackIsNamed() {
    var refuse = new Decision.Refuse(Reasons.PAUSED, "network maintenance");

    var status =
        of(
            null,
            WATCHING,
            assessment(new Verdict.Overloaded(NOON, List.of("slow")), refuse),
            null,
            NOON);

    assertThat(condition(status, Conditions.RECOVERING).getReason()).isEqualTo(Reasons.PAUSED);
  }

  @Test
  void anActiveRequestIsNamed() {
    var request = new RecoveryRequest();
    request.setMetadata(new ObjectMetaBuilder().withName("eu-1-x").build());

    var status = of(null, WATCHING, null, request, NOON);

    assertThat(status.activeRequest()).isEqualTo("eu-1-x");
    assertThat(condition(status, Conditions.RECOVERING).getStatus()).isEqualTo("True");
  }

  @Test
  void whatAPersonIsAskedIsSaidHereToo() {
    var conditions =
        ConditionSet.of(null)
            .with(Conditions.APPROVED, "True", Reasons.APPROVAL_NOT_NEEDED, "", 1, NOON)
            .with(
                Conditions.STALLED, "True", Reasons.STEP_FAILED, "step remove: retry it", 1, NOON);
    var request = new RecoveryRequest();
    request.setMetadata(new ObjectMetaBuilder().withName("eu-1-x").build());
    request.setStatus(
        new RecoveryRequestStatus(
            conditions.conditions(), null, null, null, null, null, null, null, null, null));

    var recovering = condition(of(null, WATCHING, null, request, NOON), Conditions.RECOVERING);

    assertThat(recovering.getStatus()).isEqualTo("True");
    assertThat(recovering.getMessage())
        .isEqualTo("RecoveryRequest eu-1-x waits for a person: step remove: retry it");
  }

  @Test
  void transitionTimesMoveOnlyWithTheStatus() {
    var healthy = assessment(new Verdict.Healthy(NOON, List.of("fine")), null);
    var first = of(null, WATCHING, healthy, null, NOON);
    var later = of(first, WATCHING, healthy, null, NOON.plusSeconds(60));

    assertThat(condition(later, Conditions.OVERLOADED).getLastTransitionTime())
        .isEqualTo(condition(first, Conditions.OVERLOADED).getLastTransitionTime());
    assertThat(later).isEqualTo(first);
  }

  private static Optional<ClusterAssessment> assessment(Verdict verdict, Decision decision) {
    return Optional.of(
        new ClusterAssessment(verdict, PROVEN, FIT, NOON, Optional.ofNullable(decision)));
  }

  private static ProtectedClusterStatus of(
      ProtectedClusterStatus before,
      ConditionValue ready,
      Optional<ClusterAssessment> assessment,
      RecoveryRequest active,
      Instant now) {
    return ClusterStatus.of(
        before,
        7,
        ready,
        assessment == null ? Optional.empty() : assessment,
        Optional.ofNullable(active),
        now);
  }

  private static Condition condition(ProtectedClusterStatus status, String type) {
    return status.conditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
