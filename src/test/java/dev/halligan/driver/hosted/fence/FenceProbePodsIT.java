package dev.halligan.driver.hosted.fence;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.driver.hosted.fence.FenceProbes.ProbePhase;
import dev.halligan.driver.hosted.pods.HostedFixture;
import dev.halligan.driver.hosted.pods.OperatorPod;
import dev.halligan.driver.hosted.pods.ReaperJob;
import dev.halligan.sidecar.ExpiryReaper;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is started beside the operator. */
@ExtendWith(WithApiServer.class)
class FenceProbePodsIT {
  private KubernetesClient client;
  private String namespace;
  private GuardedClient lane;
  private OperatorPod own;

  @BeforeEach
  void start(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
    lane = GuardedClient.unguarded(client, () -> 7);
    own = new OperatorPod(lane, namespace, "halligan-1", "halligan");
    new HostedFixture(client, namespace).operator("halligan-1");
  }

  private Pod pod(String name) {
    return client.pods().inNamespace(namespace).withName(name).get();
  }

  @Test
  void aSentryRunsTheOperatorsImageWithoutItsRights() {
    var fenceProbes = new FenceProbePods(lane, own, "eu-1");

    fenceProbes.post(ProbePhase.BEFORE, List.of("10.1.0.1:6443"));
    fenceProbes.post(ProbePhase.BEFORE, List.of("10.1.0.1:6443", "10.1.0.2:6443"));

    var pod = pod("halligan-fence-probe-eu-1-before");
    assertThat(pod.getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/name", "halligan-fence-probe");
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSpec().getActiveDeadlineSeconds()).isEqualTo(600);
    var container = pod.getSpec().getContainers().getFirst();
    assertThat(container.getImage()).isEqualTo("registry.example.org/halligan:0.1.0");
    assertThat(container.getArgs())
        .containsExactly("fence-probe", "10.1.0.1:6443", "10.1.0.2:6443");

    fenceProbes.withdraw();
    fenceProbes.withdraw();
    assertThat(pod("halligan-fence-probe-eu-1-before")).isNull();
  }

  @Test
  void oneThatDoesNotRunHasSeenNothing() {
    var fenceProbes = new FenceProbePods(lane, own, "eu-1");
    assertThat(fenceProbes.sightings(ProbePhase.AFTER)).isEmpty();

    fenceProbes.post(ProbePhase.AFTER, List.of("10.1.0.1:6443"));

    assertThat(fenceProbes.sightings(ProbePhase.AFTER)).isEmpty();
  }

  @Test
  void thereIsOneKeeperHoweverOftenItIsAskedFor() {
    var reaper =
        new ReaperJob(
            lane, own, "eu-1", new ExpiryReaper.ReaperTargets("t", "p", "Deployment/kcm"));

    reaper.ensure();
    var first = client.batch().v1().jobs().inNamespace(namespace).list().getItems();
    reaper.ensure();

    assertThat(client.batch().v1().jobs().inNamespace(namespace).list().getItems())
        .singleElement()
        .satisfies(
            j -> {
              assertThat(j.getMetadata().getUid())
                  .isEqualTo(first.getFirst().getMetadata().getUid());
              assertThat(j.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs())
                  .containsExactly("reaper", "t", "p", "Deployment/kcm");
            });
    reaper.dismiss();
    reaper.dismiss();
    assertThat(client.batch().v1().jobs().inNamespace(namespace).list().getItems()).isEmpty();
  }

  @Test
  void withoutAnOwnPodNothingIsStarted() {
    var nowhere =
        new FenceProbePods(lane, new OperatorPod(lane, namespace, "gone", "halligan"), "eu-1");

    assertFails(Reason.NOT_FOUND, () -> nowhere.post(ProbePhase.BEFORE, List.of("10.1.0.1:6443")));
  }
}
