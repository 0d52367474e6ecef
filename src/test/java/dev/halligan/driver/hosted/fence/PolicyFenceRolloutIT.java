package dev.halligan.driver.hosted.fence;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Fence;
import dev.halligan.driver.hosted.pods.Enrolled;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** From a policy to a fence that holds: probes, replaced pods, proof. */
class PolicyFenceRolloutIT extends PolicyFenceCase {
  @Test
  void isUpOnceEveryPodIsRecycledAndBothFenceProbesSaySo() {
    assertThat(fence.isolate(ADMISSION).up()).isFalse();
    assertThat(fenceProbes.posted.get(FenceProbes.ProbePhase.BEFORE))
        .containsExactly("10.1.0.1:6443", "10.1.0.2:6443");
    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, true, true);
    assertThat(fence.state().pending()).contains("the fence now blocks the fence probe too");
    assertThat(apps()).containsExactly("halligan");

    assertThat(fence.state().pending()).contains("rejects the fence probe");
    assertThat(pods.names()).containsExactly("kas-a", "kas-b");

    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, true, false);
    assertThat(fence.state().pending()).contains("kas-a is next");
    assertThat(pods.names()).containsExactly("kas-b");
    assertThat(fence.state().pending()).contains("does not exist yet");
    assertThat(pods.names()).containsExactly("kas-b");

    pods.starting("kas-c", "10.1.0.3");
    assertThat(fence.state().pending()).contains("1 of 2", "not ready yet");
    pods.status("kas-c", "10.1.0.3", true, 0, null);
    assertThat(fence.state().pending()).contains("kas-b is next");
    pods.starting("kas-d", "10.1.0.4");
    assertThat(fence.state().pending()).contains("2 of 2", "not ready yet");
    assertThat(fenceProbes.posted.get(FenceProbes.ProbePhase.AFTER))
        .containsExactly("10.1.0.3:6443", "10.1.0.4:6443");
    fenceProbes.see(FenceProbes.ProbePhase.AFTER, false, false);
    assertThat(fence.state().pending()).contains("not ready yet");

    pods.status("kas-d", "10.1.0.4", true, 0, null);
    assertThat(fence.state().pending()).contains("is checking");
    assertThat(fence.state().pending())
        .as("a pod not ready turns all away")
        .contains("is checking");
    fenceProbes.tries = 11;
    fenceProbes.see(FenceProbes.ProbePhase.AFTER, false, false);
    assertThat(fence.state().up()).as("an old connection lives").isFalse();
    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, false, false);
    var state = fence.state();
    assertThat(state).isEqualTo(new Fence.State(true, 2, 2, TTL, 0));
    assertThat(fenceProbes.posted).isEmpty();
    assertThat(pods.names()).containsExactly("kas-c", "kas-d");
    assertThat(fence.state().up()).isTrue();
  }

  @Test
  void whoeverComesAfterAKillGoesOn() {
    fence.isolate(ADMISSION);
    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, true, false);
    fence.state();
    fence.state();
    assertThat(pods.names()).containsExactly("kas-b");
    pods.ready("kas-c", "10.1.0.3");
    var raised = policy().getMetadata().getCreationTimestamp();

    fence = fence(8);
    var state = fence.isolate(ADMISSION);

    assertThat(state.pending()).contains("kas-b is next");
    assertThat(pods.names()).containsExactly("kas-c");
    assertThat(policy().getMetadata().getCreationTimestamp()).isEqualTo(raised);
    assertThat(policy().getMetadata().getAnnotations()).containsEntry("halligan.dev/epoch", "8");
  }

  private void enrolled(String enforcement) {
    var cluster = Enrolled.cluster(operators, enforcement);
    client.resource(cluster).create();
  }

  @Test
  void whereFencesWereProvenToHoldTheFirstPodIsRecycledAtOnce() {
    enrolled("enforced");

    assertThat(fence.isolate(ADMISSION).pending()).contains("kas-a is next");
    assertThat(pods.names()).containsExactly("kas-b");
    fence.state();
    pods.ready("kas-c", "10.1.0.3");
    fence.state();
    assertThat(pods.names())
        .as("no other before the fence probe")
        .containsExactly("kas-b", "kas-c");

    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, true, false);
    fence.state();
    assertThat(fence.state().pending()).contains("kas-b is next");
    assertThat(pods.names()).containsExactly("kas-c");
  }

  @Test
  void theOnlyPodIsNotRecycledBeforeTheFenceProbeSaysSo() {
    enrolled("enforced");
    client.pods().inNamespace(namespace).withName("kas-b").delete();

    fence.isolate(ADMISSION);
    fence.state();
    assertThat(pods.names()).containsExactly("kas-a");

    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, true, false);
    fence.state();
    assertThat(fence.state().pending()).contains("kas-a is the only one");
    assertThat(pods.names()).isEmpty();
  }

  @Test
  void noFenceIsTriedWhereEnrolmentFoundThatNoneHolds() {
    enrolled("not-enforced");

    assertFails(Reason.NOT_ENFORCED, () -> fence.isolate(ADMISSION));

    assertThat(policy()).isNull();
    assertThat(fenceProbes.posted).isEmpty();
  }

  @Test
  void nobodyIsRecycledWhereThePolicyDoesNotHold() {
    fence.isolate(ADMISSION);
    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, true, true);
    fence.state();
    clock.pass(Duration.ofSeconds(26));

    assertFails(Reason.NOT_ENFORCED, fence::state);

    assertThat(pods.names()).containsExactly("kas-a", "kas-b");
    fence.lift();
    assertThat(policy()).isNull();
    assertThat(fenceProbes.posted).isEmpty();
    assertThat(client.batch().v1().jobs().inNamespace(operators).list().getItems()).isEmpty();
  }

  @Test
  void recycledPodsThatAFencedAddressReachesAreNoFence() {
    fence.isolate(ADMISSION);
    fenceProbes.see(FenceProbes.ProbePhase.BEFORE, false, false);
    client.pods().inNamespace(namespace).delete();
    pods.ready("kas-c", "10.1.0.3");
    pods.ready("kas-d", "10.1.0.4");
    fence.state();
    fence.state();
    fenceProbes.see(FenceProbes.ProbePhase.AFTER, true, true);
    fence.state();
    clock.pass(Duration.ofSeconds(31));

    assertFails(Reason.NOT_ENFORCED, fence::state);
  }

  @Test
  void aFenceProbeThatSaysNothingProvesNothing() {
    fence.isolate(ADMISSION);
    clock.pass(Duration.ofSeconds(11));
    fence.state();
    clock.pass(Duration.ofSeconds(26));

    assertFails(Reason.NOT_ENFORCED, fence::state);
    assertThat(pods.names()).containsExactly("kas-a", "kas-b");
  }
}
