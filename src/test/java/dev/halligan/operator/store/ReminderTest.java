package dev.halligan.operator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.observe.Metrics;
import dev.halligan.status.ConditionSet;
import dev.halligan.testing.ManualClock;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A recovery that waits for a person is heard, again and again, and only as long as it waits. */
class ReminderTest {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<String> told = new ArrayList<>();
  private final ManualClock clock = new ManualClock();
  private final Reminder reminder =
      new Reminder(
          (about, type, reason, note) ->
              told.add(
                  type.word() + " " + about.getMetadata().getName() + " " + reason + ": " + note),
          new Metrics(registry),
          clock);

  @Test
  void aWaitingRecoveryIsToldAtOnceAndEveryFiveMinutes() {
    var waiting = asking("a", Reasons.WAITING_FOR_APPROVAL, "approve it");

    passes(waiting, Duration.ofMinutes(15));

    assertThat(told)
        .hasSize(4)
        .allSatisfy(t -> assertThat(t).isEqualTo("Warning a WaitingForApproval: approve it"));
  }

  @Test
  void aStepThatIsHeldIsToldAsWellAndANewQuestionAtOnce() {
    passes(asking("a", Reasons.WAITING_FOR_APPROVAL, "approve step remove"), Duration.ZERO);
    passes(asking("a", Reasons.STEP_FAILED, "retry step remove"), Duration.ZERO);

    assertThat(told)
        .containsExactly(
            "Warning a WaitingForApproval: approve step remove",
            "Warning a StepHeld: retry step remove");
  }

  @Test
  void whatCannotBeTakenBackIsToldAlsoOfAnAbortedRecoveryAndNotWithEachTry() {
    var first = aborted(asking("a", Reasons.UNDO_FAILED, "lift it: 1 try"));
    var later = aborted(asking("a", Reasons.UNDO_FAILED, "lift it: 2 tries"));
    reminder.look(first);
    reminder.look(later);

    assertThat(told).containsExactly("Warning a UndoFailed: lift it: 1 try");

    passes(later, Reminder.AGAIN);
    assertThat(told).endsWith("Warning a UndoFailed: lift it: 2 tries").hasSize(2);
  }

  @Test
  void aPauseAndAnAbortAreNoQuestions() {
    var aborted = aborted(asking("b", Reasons.WAITING_FOR_APPROVAL, "approve it"));

    passes(asking("a", Reasons.PAUSED, "paused"), Duration.ofMinutes(10));
    passes(asking("a", Reasons.GLOBAL_STOP, "stopped"), Duration.ofMinutes(10));
    passes(aborted, Duration.ofMinutes(10));

    assertThat(told).isEmpty();
    assertThat(registry.scrape()).doesNotContain("halligan_recovery_waiting");
  }

  @Test
  void theGaugeGrowsAndIsGoneWhenNobodyWaits() {
    var waiting = asking("a", Reasons.WAITING_FOR_APPROVAL, "approve it");
    passes(waiting, Duration.ofSeconds(90));
    assertThat(gauges()).containsExactly(gauge("90.0"));

    var other = asking("b", Reasons.WAITING_FOR_APPROVAL, "approve it");
    reminder.look(other);
    reminder.forget(waiting);
    assertThat(gauges()).as("another of the same cluster still waits").hasSize(1);

    other.setStatus(null);
    reminder.look(other);
    assertThat(gauges()).isEmpty();
  }

  @Test
  void whoDoesNotLeadAnyMoreShowsNobodyWaiting() {
    reminder.look(asking("a", Reasons.WAITING_FOR_APPROVAL, "approve it"));

    reminder.forgetAll();

    assertThat(gauges()).isEmpty();
  }

  @Test
  void aClockSetBackSilencesNobody() {
    var waiting = asking("a", Reasons.WAITING_FOR_APPROVAL, "approve it");
    reminder.look(waiting);

    clock.pass(Duration.ofHours(-1));
    reminder.look(waiting);

    assertThat(told).hasSize(2);
    assertThat(gauges()).containsExactly(gauge("0.0"));
  }

  private void passes(RecoveryRequest request, Duration during) {
    Instant end = clock.instant().plus(during);
    reminder.look(request);
    while (clock.instant().isBefore(end)) {
      clock.pass(Duration.ofSeconds(30));
      reminder.look(request);
    }
  }

  private List<String> gauges() {
    return registry
        .scrape()
        .lines()
        .filter(l -> l.startsWith("halligan_recovery_waiting_seconds"))
        .toList();
  }

  private static String gauge(String seconds) {
    return "halligan_recovery_waiting_seconds{cluster=\"eu-1\"} " + seconds;
  }

  private static RecoveryRequest aborted(RecoveryRequest request) {
    request.setSpec(
        new RecoveryRequestSpec(new ObjectReference("eu-1"), null, null, null, null, true, null));
    return request;
  }

  private RecoveryRequest asking(String name, String reason, String message) {
    var request = new RecoveryRequest();
    request.setMetadata(new ObjectMetaBuilder().withName(name).withUid(name).build());
    request.setSpec(
        new RecoveryRequestSpec(new ObjectReference("eu-1"), null, null, null, null, null, null));
    var conditions =
        ConditionSet.of(null).with(Conditions.STALLED, "True", reason, message, 1, clock.instant());
    request.setStatus(
        new RecoveryRequestStatus(
            conditions.conditions(), null, null, null, null, null, null, null, null, null));
    return request;
  }
}
