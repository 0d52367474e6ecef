package dev.halligan.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.status.ConditionSet;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryRequestsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void theOldestUnfinishedRequestIsTheActiveOne() {
    var book = new RecoveryRequests(List.of(waiting("b", "eu-1", 2), waiting("a", "eu-1", 1)));

    assertThat(active(book)).isEqualTo("a");
  }

  @Test
  void aRequestThatBeganGoesBeforeAnOlderOneThatDidNot() {
    var book = new RecoveryRequests(List.of(waiting("old", "eu-1", 1), begun("new", "eu-1", 2)));

    assertThat(active(book)).isEqualTo("new");
  }

  @Test
  void endedRequestsDryRunsAndOtherClustersAreNotActive() {
    var book =
        new RecoveryRequests(
            List.of(ended("a", "eu-1", 1), dryRun("b", "eu-1", 2), begun("c", "eu-2", 3)));

    assertThat(book.active("eu-1")).isEmpty();
  }

  @Test
  void countsOtherClustersOnceAndOnlyWhenTheyAct() {
    var book =
        new RecoveryRequests(
            List.of(
                begun("a", "eu-2", 1),
                begun("b", "eu-2", 2),
                begun("c", "eu-1", 3),
                waiting("d", "eu-3", 4),
                ended("e", "eu-4", 5)));

    assertThat(book.recoveringElsewhere("eu-1")).isEqualTo(1);
  }

  @Test
  void countsAutomationsRequestBeforeItsFirstStepButNotWhileItWaitsForAPerson() {
    var made = automatic(waiting("a", "eu-2", 1));
    var asking = automatic(waiting("b", "eu-3", 2));
    asking.setStatus(asksForApproval());

    assertThat(new RecoveryRequests(List.of(made, asking)).recoveringElsewhere("eu-1"))
        .isEqualTo(1);
  }

  @Test
  void aRecoveryThatWaitsForAPersonGivesItsSlotBackAndTakesItAgainWhenItGoesOn() {
    var held = begun("a", "eu-2", 1);
    var book = new RecoveryRequests(List.of(held, begun("b", "eu-3", 2)));

    held.setStatus(stalled(held.getStatus(), "True"));
    assertThat(book.recoveringElsewhere("eu-1")).isEqualTo(1);

    held.setStatus(stalled(held.getStatus(), "False"));
    assertThat(book.recoveringElsewhere("eu-1")).isEqualTo(2);
  }

  private static RecoveryRequestStatus stalled(RecoveryRequestStatus s, String status) {
    return new RecoveryRequestStatus(
        ConditionSet.of(s.conditions())
            .with(Conditions.STALLED, status, "Reason", "message", 1, NOON)
            .conditions(),
        s.plan(),
        s.steps(),
        s.timeline(),
        s.culprits(),
        s.admitted(),
        s.epoch(),
        s.observedGeneration(),
        s.trigger(),
        s.approvedBy());
  }

  @Test
  void onlyRequestsThatActedCountAsPastRecoveries() {
    var book =
        new RecoveryRequests(
            List.of(ended("a", "eu-1", 1), waiting("b", "eu-1", 2), begun("c", "eu-1", 3)));

    assertThat(book.past("eu-1")).containsExactly(NOON.plusSeconds(1), NOON.plusSeconds(3));
    assertThat(book.lastAttempt("eu-1")).contains(NOON.plusSeconds(3));
  }

  @Test
  void automationsRecoveryThatEndedWellWithoutAFenceIsAPastOneToo() {
    var jailed = automatic(ended("a", "eu-1", 1));
    var s = jailed.getStatus();
    jailed.setStatus(
        new RecoveryRequestStatus(
            s.conditions(), null, s.steps(), null, null, null, null, null, null, null));

    assertThat(new RecoveryRequests(List.of(jailed)).past("eu-1"))
        .containsExactly(NOON.plusSeconds(1));

    madeBy(Trigger.MANUAL, jailed);
    assertThat(new RecoveryRequests(List.of(jailed)).past("eu-1"))
        .as("a person's may have looked only")
        .isEmpty();
  }

  @Test
  void automationsRefusedRequestCountsTooOrItWouldBeMadeAgainAndAgain() {
    var refused = ended("a", "eu-1", 1);
    refused.setStatus(
        new RecoveryRequestStatus(
            refused.getStatus().conditions(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null));
    assertThat(new RecoveryRequests(List.of(refused)).lastAttempt("eu-1")).isEmpty();

    automatic(refused);
    assertThat(new RecoveryRequests(List.of(refused)).lastAttempt("eu-1"))
        .contains(NOON.plusSeconds(1));
    assertThat(new RecoveryRequests(List.of(refused)).past("eu-1")).isEmpty();

    madeBy(null, refused);
    assertThat(new RecoveryRequests(List.of(refused)).lastAttempt("eu-1"))
        .as("a request of an earlier version may be automation's")
        .contains(NOON.plusSeconds(1));
  }

  private static RecoveryRequest madeBy(Trigger trigger, RecoveryRequest request) {
    var s = request.getSpec();
    request.setSpec(
        new RecoveryRequestSpec(s.cluster(), null, null, s.dryRun(), null, null, trigger));
    return request;
  }

  private static RecoveryRequest automatic(RecoveryRequest request) {
    return madeBy(Trigger.AUTOMATIC, request);
  }

  private static RecoveryRequestStatus asksForApproval() {
    var conditions =
        ConditionSet.of(null).with(Conditions.APPROVED, "False", "Reason", "message", 1, NOON);
    return new RecoveryRequestStatus(
        conditions.conditions(), null, null, null, null, null, null, null, null, null);
  }

  private static String active(RecoveryRequests book) {
    return book.active("eu-1").orElseThrow().getMetadata().getName();
  }

  private static RecoveryRequest waiting(String name, String cluster, int second) {
    return request(name, cluster, second, false, null);
  }

  private static RecoveryRequest dryRun(String name, String cluster, int second) {
    return request(name, cluster, second, true, null);
  }

  private static RecoveryRequest begun(String name, String cluster, int second) {
    return request(name, cluster, second, false, status(second, "Unknown"));
  }

  private static RecoveryRequest ended(String name, String cluster, int second) {
    return request(name, cluster, second, false, status(second, "True"));
  }

  private static RecoveryRequestStatus status(int second, String succeeded) {
    var step =
        RecoveryRequestStatus.Step.planned("isolate", ActionType.ISOLATE)
            .withState(StepState.RUNNING)
            .withStartedAt(NOON.plusSeconds(second).toString());
    var conditions =
        ConditionSet.of(null).with(Conditions.SUCCEEDED, succeeded, "Reason", "message", 1, NOON);
    var fenced =
        new RecoveryRequestStatus.Timeline(
            null, null, NOON.plusSeconds(second).toString(), null, null, null, null);
    return new RecoveryRequestStatus(
        conditions.conditions(), null, List.of(step), fenced, null, null, null, null, null, null);
  }

  private static RecoveryRequest request(
      String name, String cluster, int second, boolean dryRun, RecoveryRequestStatus status) {
    var request = new RecoveryRequest();
    request.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withCreationTimestamp(NOON.plusSeconds(second).toString())
            .build());
    request.setSpec(
        new RecoveryRequestSpec(
            new ObjectReference(cluster),
            null,
            null,
            dryRun ? true : null,
            null,
            null,
            Trigger.MANUAL));
    request.setStatus(status);
    return request;
  }
}
