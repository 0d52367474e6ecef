package dev.halligan.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.FindCulprit;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.fence.Fence.Talker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is accused but who was shown to a person, or whom a person named and may name. */
class AskedCulpritTest {

  private final World world = new World();
  private Recovery recovery = with(null);

  AskedCulpritTest() {
    world.agentChangedAt = World.ONSET.minus(Duration.ofDays(90));
  }

  private Recovery with(Boolean approval) {
    return new Recovery(
        world,
        new RecoveryPlaybookSpec(
            BuiltInPlaybook.spec().steps().stream().map(s -> asking(s, approval)).toList()));
  }

  private static Step asking(Step s, Boolean approval) {
    return s.name().equals("culprit")
        ? new Step(
            s.name(),
            s.action(),
            s.timeout(),
            s.onFailure(),
            approval,
            null,
            new FindCulprit(90, List.of("vault")),
            null,
            null,
            null,
            null)
        : s;
  }

  private void says(String... words) {
    recovery.consent =
        Consent.of(
            false,
            words.length == 2
                ? Map.of(words[0], words[1])
                : Map.of(words[0], words[1], words[2], words[3]));
    recovery.runFor(Duration.ofMinutes(2));
  }

  private String stalled() {
    return recovery.condition("Stalled").startsWith("True") ? recovery.message("Stalled") : "";
  }

  private StepState culprit() {
    return world.status.steps().stream()
        .filter(s -> s.name().equals("culprit"))
        .findFirst()
        .orElseThrow()
        .state();
  }

  @Test
  void anApprovalAccusesWhoWasShownHoweverTheEvidenceTurned() {
    recovery.runFor(Duration.ofMinutes(1));
    assertThat(stalled()).contains("DaemonSet telemetry/agent", "approve-step=culprit");
    world.knocking = List.of(new Talker("10.244.1.3", 90_000));

    says(Consent.APPROVE_STEP, "culprit");

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).contains("remove agent").doesNotContain("remove chatty");
  }

  @Test
  void leaveToRunTheStepIsNoLeaveToAccuseAnybody() {
    recovery = with(true);
    recovery.runFor(Duration.ofMinutes(1));
    assertThat(stalled()).contains("approve-step=culprit ");

    says(Consent.APPROVE_STEP, "culprit");

    assertThat(culprit()).isEqualTo(StepState.WAITING_FOR_APPROVAL);
    assertThat(stalled()).contains("the first suspect is", "approve-step=culprit#2");

    says(Consent.APPROVE_STEP, "culprit#2");
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void anApprovalFromBeforeTheQuestionIsNoAnswer() {
    says(Consent.APPROVE_STEP, "culprit");

    assertThat(stalled()).contains("approve-step=culprit#2");
    assertThat(world.exists).contains(World.AGENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DaemonSet/kube-system/kube-proxy | nothing in kube-system is",
        "deployment/vault/vault | nothing in vault is",
        "ReplicaSet/telemetry/agent-1 | its kind is none of DaemonSet, Deployment",
        "telemetry/agent | is not KIND/NAMESPACE/NAME",
        "DaemonSet/telemetry/agnet | is not there, and neither is a pod of it",
      })
  void refusesWhatMayNotBeAccusedAndAsksAgain(String text, String why) {
    world.absent.add(new WorkloadReference("DaemonSet", "telemetry", "agnet"));

    says(Consent.CULPRIT, text);

    assertThat(stalled()).contains(why, "nothing was removed", Consent.CULPRIT + "=KIND");
    assertThat(world.exists).contains(World.AGENT);

    says(Consent.CULPRIT, "DaemonSet/telemetry/agent");
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).contains("remove agent");
  }

  @Test
  void retryReadsACorrectedName() {
    says(Consent.CULPRIT, "ReplicaSet/telemetry/agent-1");

    says(Consent.CULPRIT, "DaemonSet/telemetry/agent", Consent.RETRY_STEP, "culprit");

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void aRefusedNameTakenAwayIsNoApprovalOfAnEarlierSuspect() {
    recovery.runFor(Duration.ofMinutes(1));
    says(Consent.CULPRIT, "Deployment/kube-system/coredns");
    recovery.consent = Recovery.NOBODY;
    recovery.runFor(Duration.ofMinutes(1));

    assertThat(culprit()).isEqualTo(StepState.WAITING_FOR_APPROVAL);
    assertThat(world.exists).contains(World.AGENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"daemonset/telemetry/agent", "DAEMONSET/telemetry/agent"})
  void readsTheKindInAnyCase(String text) {
    says(Consent.CULPRIT, text);

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).contains("remove agent");
  }

  @Test
  void aPersonsWordNeedsNoEvidence() {
    world.evidenceReadable = false;

    says(Consent.CULPRIT, "DaemonSet/telemetry/agent");

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).contains("remove agent").doesNotContain("scale chatty 0");
  }
}
