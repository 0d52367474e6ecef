package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.recovery.fake.FakeCluster;
import dev.halligan.recovery.fake.RecoveryHarness;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody edits the journal by hand while the fence is up, so that a part cannot be read. */
class UnreadableJournalTest {
  private static final JsonNode BY_HAND = JsonNodeFactory.instance.textNode("by hand");

  private final FakeCluster world = new FakeCluster();
  private final RecoveryHarness recovery = new RecoveryHarness(world);

  @BeforeEach
  void behindTheFence() {
    recovery.runFor(Duration.ofSeconds(3));
    assertThat(world.acts).doesNotContain("lift", "renew");
  }

  @Test
  void theFenceIsRenewedAndPeopleAreTold() {
    garble(ActionType.ISOLATE, "progress");
    world.pauses = List.of("a person looks");
    recovery.runFor(Duration.ofSeconds(40));
    assertThat(world.acts).contains("renew").doesNotContain("lift");
    assertThat(step(ActionType.ISOLATE).message()).contains("could not be read");
  }

  @Test
  void theRecoveryGoesOn() {
    garble(ActionType.ISOLATE, "progress");
    recovery.runFor(Duration.ofMinutes(5));
    assertThat(recovery.condition("Succeeded")).startsWith("True");
  }

  @Test
  void aRollbackLiftsTheFenceAndReleasesWhoeverIsJailed() {
    garble(ActionType.ISOLATE, "progress");
    garble(ActionType.ISOLATE, "undo");
    recovery.request = FakeCluster.request(false, true);
    recovery.runFor(Duration.ofMinutes(2));
    assertThat(world.acts).containsSubsequence("release", "lift");
    assertThat(recovery.condition("Succeeded")).startsWith("False Aborted");
  }

  @Test
  void clientsComeBackThoughAnotherStepCannotBeUndone() {
    recovery.runFor(Duration.ofSeconds(5));
    garble(ActionType.SCALE_DOWN_NOISY, "undo");
    recovery.runFor(Duration.ofMinutes(2));
    assertThat(world.acts).contains("lift");
    assertThat(step(ActionType.READMIT).message()).startsWith("every cohort is readmitted");
  }

  @Test
  void theStepThatNeedsItHoldsAndTheOthersAreRestored() {
    recovery.runFor(Duration.ofSeconds(5));
    garble(ActionType.GROW_API_SERVER, "undo");
    recovery.runFor(Duration.ofMinutes(2));
    assertThat(world.acts).contains("restore chatty 3");
    assertThat(recovery.message("Stalled"))
        .contains(
            "the journal of step grow is not readable: undo is \"by hand\"",
            "Restore by hand what step grow changed, then skip the step that needs it");
  }

  @Test
  void aRollbackSaysWhichStepItCannotUndo() {
    recovery.runFor(Duration.ofSeconds(5));
    garble(ActionType.SCALE_DOWN_NOISY, "undo");
    recovery.request = FakeCluster.request(false, true);
    recovery.runFor(Duration.ofMinutes(1));
    assertThat(world.acts).contains("lift");
    assertThat(recovery.message("Stalled"))
        .contains("the journal of step scale-down is not readable", "skip-step");
  }

  private Step step(ActionType action) {
    return world.status.steps().stream()
        .filter(s -> s.action() == action)
        .findFirst()
        .orElseThrow();
  }

  private void garble(ActionType action, String part) {
    world.status =
        world.status.withSteps(
            world.status.steps().stream()
                .map(s -> s.action() == action ? garbled(s, part) : s)
                .toList());
  }

  private static Step garbled(Step step, String part) {
    Map<String, JsonNode> journal = new HashMap<>(step.journal());
    journal.put(part, BY_HAND);
    return step.withJournal(journal);
  }
}
