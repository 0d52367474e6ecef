package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.FindCulprit;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.Fence.Client;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import dev.halligan.recovery.record.RequestAnnotations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is accused but who was shown to a person, or whom a person named and may name. */
class AskedCulpritTest {

  private final FakeCluster world = new FakeCluster();
  private RecoveryHarness recovery = with(null);

  AskedCulpritTest() {
    world.agentChangedAt = FakeCluster.ONSET.minus(Duration.ofDays(90));
  }

  private RecoveryHarness with(Boolean approval) {
    return new RecoveryHarness(
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
    recovery.annotations =
        RequestAnnotations.of(
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
    world.knocking = List.of(new Client("10.244.1.3", 90_000));

    says(RequestAnnotations.APPROVE_STEP, "culprit");

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).contains("remove agent").doesNotContain("remove chatty");
  }

  @Test
  void leaveToRunTheStepIsNoLeaveToAccuseAnybody() {
    recovery = with(true);
    recovery.runFor(Duration.ofMinutes(1));
    assertThat(stalled()).contains("approve-step=culprit ");

    says(RequestAnnotations.APPROVE_STEP, "culprit");

    assertThat(culprit()).isEqualTo(StepState.WAITING_FOR_APPROVAL);
    assertThat(stalled()).contains("the top suspect is", "approve-step=culprit#2");

    says(RequestAnnotations.APPROVE_STEP, "culprit#2");
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void anApprovalFromBeforeTheQuestionIsNoAnswer() {
    says(RequestAnnotations.APPROVE_STEP, "culprit");

    assertThat(stalled()).contains("approve-step=culprit#2");
    assertThat(world.exists).contains(FakeCluster.AGENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DaemonSet/kube-system/kube-proxy | namespace kube-system is protected",
        "deployment/vault/vault | namespace vault is protected",
        "ReplicaSet/telemetry/agent-1 | its kind is not one of DaemonSet, Deployment",
        "telemetry/agent | is not a valid workload: write KIND/NAMESPACE/NAME",
        "DaemonSet/telemetry/agnet | does not exist and has no pods",
      })
  void refusesWhatMayNotBeAccusedAndAsksAgain(String text, String why) {
    world.absent.add(new WorkloadReference("DaemonSet", "telemetry", "agnet"));

    says(RequestAnnotations.CULPRIT, text);

    assertThat(stalled())
        .contains(
            why,
            "nothing was removed",
            "`kubectl annotate -n halligan rr eu-1-x %s=KIND/NAMESPACE/NAME --overwrite`"
                .formatted(RequestAnnotations.CULPRIT));
    assertThat(world.exists).contains(FakeCluster.AGENT);

    says(RequestAnnotations.CULPRIT, "DaemonSet/telemetry/agent");
    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).contains("remove agent");
  }

  @Test
  void retryReadsACorrectedName() {
    says(RequestAnnotations.CULPRIT, "ReplicaSet/telemetry/agent-1");

    says(
        RequestAnnotations.CULPRIT,
        "DaemonSet/telemetry/agent",
        RequestAnnotations.RETRY_STEP,
        "culprit");

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
  }

  @Test
  void aRefusedNameTakenAwayIsNoApprovalOfAnEarlierSuspect() {
    recovery.runFor(Duration.ofMinutes(1));
    says(RequestAnnotations.CULPRIT, "Deployment/kube-system/coredns");
    recovery.annotations = RecoveryHarness.NOBODY;
    recovery.runFor(Duration.ofMinutes(1));

    assertThat(culprit()).isEqualTo(StepState.WAITING_FOR_APPROVAL);
    assertThat(world.exists).contains(FakeCluster.AGENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"daemonset/telemetry/agent", "DAEMONSET/telemetry/agent"})
  void readsTheKindInAnyCase(String text) {
    says(RequestAnnotations.CULPRIT, text);

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).contains("remove agent");
  }

  @Test
  void aPersonsWordNeedsNoEvidence() {
    world.evidenceReadable = false;

    says(RequestAnnotations.CULPRIT, "DaemonSet/telemetry/agent");

    assertThat(recovery.condition("Succeeded")).isEqualTo("True Recovered");
    assertThat(world.acts).contains("remove agent").doesNotContain("scale chatty 0");
  }
}
