package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.recovery.ConditionSet;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Optional<Verdict> OVERLOADED =
      Optional.of(new Verdict.Overloaded(NOON, List.of()));
  private static final Optional<Verdict> HEALTHY =
      Optional.of(new Verdict.Healthy(NOON, List.of()));

  @Test
  void aPersonsOwnRequestIsAYes() {
    assertThat(Waiting.needsApproval(request(false, false), Mode.OBSERVE, OVERLOADED)).isFalse();
  }

  @Test
  void automationNeedsAYesUnlessTheModeSaysOtherwise() {
    assertThat(Waiting.needsApproval(request(true, false), Mode.APPROVE, OVERLOADED)).isTrue();
    assertThat(Waiting.needsApproval(request(true, false), Mode.AUTOMATIC, HEALTHY)).isFalse();
  }

  @Test
  void aWaitingRequestIsStartedByAChangedModeOnlyWhileTheClusterDrowns() {
    assertThat(Waiting.needsApproval(request(true, true), Mode.AUTOMATIC, OVERLOADED)).isFalse();
    assertThat(Waiting.needsApproval(request(true, true), Mode.AUTOMATIC, HEALTHY)).isTrue();
  }

  @Test
  void isMootAfterFiveMinutesOfHealth() {
    Instant later = NOON.plus(Waiting.PATIENCE);
    assertThat(Waiting.isMoot(request(true, true), HEALTHY, later)).isTrue();
    assertThat(Waiting.isMoot(request(true, true), HEALTHY, later.minusSeconds(1))).isFalse();
    assertThat(Waiting.isMoot(request(true, true), OVERLOADED, later)).isFalse();
    assertThat(Waiting.isMoot(request(false, true), HEALTHY, later)).isFalse();
    assertThat(Waiting.isMoot(request(true, false), HEALTHY, later)).isFalse();
  }

  private static RecoveryRequest request(boolean automatic, boolean waits) {
    var request = new RecoveryRequest();
    request.setMetadata(
        new ObjectMetaBuilder()
            .withLabels(
                automatic ? Map.of(RequestMaker.TRIGGER_LABEL, RequestMaker.AUTOMATIC) : Map.of())
            .build());
    var conditions =
        ConditionSet.of(List.of())
            .with(Conditions.APPROVED, waits ? "False" : "True", "Reason", "", 1, NOON);
    request.setStatus(
        new RecoveryRequestStatus(
            conditions.conditions(), null, null, null, null, null, null, null));
    return request;
  }
}
