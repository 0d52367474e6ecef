package dev.halligan.operator.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.operator.request.UndoFinalizer.FinalizerAction;
import dev.halligan.operator.store.Finalizer;
import dev.halligan.status.ConditionSet;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UndoFinalizerTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // ended, dry run, held,  deleted, aborted, wish
    "  false, false,   false, false,   false,   HOLD",
    "  false, false,   true,  false,   false,   NOTHING",
    "  false, false,   true,  true,    false,   ABORT",
    "  false, false,   true,  true,    true,    NOTHING",
    "  false, false,   false, true,    false,   NOTHING",
    "  false, true,    false, false,   false,   NOTHING",
    "  true,  false,   true,  false,   false,   RELEASE",
    "  true,  false,   true,  true,    true,    RELEASE",
    "  true,  false,   false, false,   false,   NOTHING"
  })
  void holdsARecoveryUntilItHasEndedAndAbortsADeletedOne(
      boolean ended,
      boolean dryRun,
      boolean held,
      boolean deleted,
      boolean aborted,
      FinalizerAction wish) {
    var request = new RecoveryRequest();
    request.setMetadata(
        new ObjectMetaBuilder()
            .withName("by-hand")
            .withFinalizers(held ? List.of(Finalizer.NAME) : List.of())
            .withDeletionTimestamp(deleted ? "2026-01-01T00:00:00Z" : null)
            .build());
    request.setSpec(
        new RecoveryRequestSpec(
            new ObjectReference("eu-1"), null, null, dryRun, null, aborted, null));
    request.setStatus(ended ? endedStatus() : null);

    assertThat(UndoFinalizer.wish(request)).isEqualTo(wish);
  }

  private static RecoveryRequestStatus endedStatus() {
    var conditions =
        ConditionSet.of(List.of()).with(Conditions.SUCCEEDED, "False", "Aborted", "", 1, NOON);
    return new RecoveryRequestStatus(
        conditions.conditions(), null, null, null, null, null, null, null, null, null);
  }
}
