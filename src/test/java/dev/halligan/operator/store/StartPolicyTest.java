package dev.halligan.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.status.ConditionSet;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartPolicyTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Optional<Verdict> OVERLOADED =
      Optional.of(new Verdict.Overloaded(NOON, List.of()));
  private static final Optional<Verdict> HEALTHY =
      Optional.of(new Verdict.Healthy(NOON, List.of()));

  @Test
  void isMootAfterFiveMinutesOfHealth() {
    Instant later = NOON.plus(StartPolicy.HEALTHY_GRACE);
    assertThat(StartPolicy.isObsolete(request(true, true), HEALTHY, later)).isTrue();
    assertThat(StartPolicy.isObsolete(request(true, true), HEALTHY, later.minusSeconds(1)))
        .isFalse();
    assertThat(StartPolicy.isObsolete(request(true, true), OVERLOADED, later)).isFalse();
  }

  @Test
  void whatAPersonAskedForIsMootOnlyWhenNobodyApprovesItForLongAndTheClusterIsWell() {
    Instant unanswered = NOON.plus(StartPolicy.UNANSWERED);
    Optional<Verdict> cut = Optional.of(new Verdict.Unreachable(NOON, List.of()));

    assertThat(StartPolicy.isObsolete(request(false, true), HEALTHY, unanswered)).isTrue();
    assertThat(StartPolicy.isObsolete(request(false, true), HEALTHY, unanswered.minusSeconds(1)))
        .isFalse();
    assertThat(StartPolicy.isObsolete(request(false, true), cut, unanswered)).isFalse();
    assertThat(StartPolicy.isObsolete(request(false, false), HEALTHY, unanswered)).isFalse();
  }

  @Test
  void whatWaitsIsNeverClosedWhileTheClusterIsIll() {
    Instant later = NOON.plus(Duration.ofDays(1));

    for (Verdict ill : notHealthy()) {
      for (boolean automatic : new boolean[] {true, false}) {
        assertThat(StartPolicy.isObsolete(request(automatic, true), Optional.of(ill), later))
            .as(ill.word())
            .isFalse();
      }
    }
  }

  @Test
  void anApprovalThatIsNotedOutlivesItsAnnotation() {
    var approved = request(true, false);
    var s = approved.getStatus();
    approved.setStatus(
        new RecoveryRequestStatus(
            s.conditions(), null, null, null, null, null, null, null, s.trigger(), "ada"));
    Optional<Verdict> cut = Optional.of(new Verdict.Unreachable(NOON, List.of()));

    assertThat(StartPolicy.isObsolete(approved, cut, NOON.plus(Duration.ofDays(1)))).isFalse();
  }

  @Test
  void whatWasKeptFromStartingDoesNotStartOnAClusterThatIsNotOverloadedNow() {
    Instant unpaused = NOON.plus(Duration.ofDays(1));
    var kept = request(true, false);

    for (Verdict now : notOverloaded(unpaused)) {
      assertThat(StartPolicy.isObsolete(kept, Optional.of(now), unpaused)).as(now.word()).isTrue();
    }
    assertThat(StartPolicy.isObsolete(kept, OVERLOADED, unpaused)).isFalse();
    assertThat(StartPolicy.isUnsure(kept, Optional.empty(), unpaused)).isTrue();
  }

  @Test
  void aVerdictThatFlickersDoesNotStopARecoveryThatJustBegins() {
    Instant justBefore = NOON.plus(StartPolicy.START).minusMillis(1);

    for (Verdict now : notOverloaded(justBefore)) {
      assertThat(StartPolicy.isObsolete(request(true, false), Optional.of(now), justBefore))
          .isFalse();
    }
    assertThat(StartPolicy.isUnsure(request(true, false), Optional.empty(), justBefore)).isFalse();
  }

  @Test
  void aRecoveryThatMayHaveActedGoesOnAndIsNeverMoot() {
    Instant later = NOON.plus(Duration.ofDays(1));
    var acting =
        with(
            request(true, false),
            StepState.RUNNING,
            JsonNodeFactory.instance.objectNode().put("lift", true));

    assertThat(StartPolicy.isObsolete(acting, HEALTHY, later)).isFalse();
    assertThat(StartPolicy.isUnsure(acting, Optional.empty(), later)).isFalse();
  }

  @Test
  void whatAPersonIsAskedOrApprovedOutlivesAllButHealth() {
    Instant later = NOON.plus(Duration.ofDays(1));
    Optional<Verdict> cut = Optional.of(new Verdict.Unreachable(NOON, List.of()));
    var approved = request(true, false);
    approved.getMetadata().setAnnotations(Map.of(RequestAnnotations.APPROVED_BY, "ada"));
    var asked = with(request(true, false), StepState.WAITING_FOR_APPROVAL, null);

    for (RecoveryRequest request : List.of(approved, asked, request(true, true))) {
      assertThat(StartPolicy.isObsolete(request, cut, later)).isFalse();
      assertThat(StartPolicy.isObsolete(request, HEALTHY, later)).isTrue();
    }
  }

  @Test
  void anAbortIsCarriedOutAndNotCalledMoot() {
    var aborted = request(true, false);
    aborted.setSpec(
        new RecoveryRequestSpec(new ObjectReference("eu-1"), null, null, null, null, true, null));

    assertThat(StartPolicy.isObsolete(aborted, HEALTHY, NOON.plus(Duration.ofDays(1)))).isFalse();
  }

  private static List<Verdict> notOverloaded(Instant since) {
    return List.of(
        new Verdict.Healthy(since, List.of()),
        new Verdict.Unreachable(since, List.of()),
        new Verdict.Unknown(since, List.of()),
        new Verdict.Down(since, false, List.of()));
  }

  private static List<Verdict> notHealthy() {
    return List.of(
        new Verdict.Overloaded(NOON, List.of()),
        new Verdict.Unreachable(NOON, List.of()),
        new Verdict.Unknown(NOON, List.of()),
        new Verdict.Down(NOON, false, List.of()));
  }

  private static RecoveryRequest with(RecoveryRequest request, StepState state, ObjectNode undo) {
    var step =
        RecoveryRequestStatus.Step.planned("isolate", ActionType.ISOLATE)
            .withState(state)
            .withJournal(undo == null ? null : Map.of("undo", undo));
    request.setStatus(request.getStatus().withSteps(List.of(step)));
    return request;
  }

  private static RecoveryRequest request(boolean automatic, boolean waits) {
    var request = new RecoveryRequest();
    request.setMetadata(new ObjectMetaBuilder().withCreationTimestamp(NOON.toString()).build());
    var conditions =
        ConditionSet.of(List.of())
            .with(Conditions.APPROVED, waits ? "False" : "True", "Reason", "", 1, NOON);
    if (waits) {
      conditions =
          conditions.with(
              Conditions.STALLED, "True", Reasons.WAITING_FOR_APPROVAL, "approve", 1, NOON);
    }
    request.setStatus(
        new RecoveryRequestStatus(
            conditions.conditions(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            automatic ? Trigger.AUTOMATIC : Trigger.MANUAL,
            null));
    return request;
  }
}
