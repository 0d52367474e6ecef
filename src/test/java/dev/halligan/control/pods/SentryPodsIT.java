package dev.halligan.control.pods;

import static dev.halligan.control.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.pods.Sentries.Post;
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
class SentryPodsIT {
  private KubernetesClient client;
  private String namespace;
  private AdminLane lane;
  private OwnPod own;

  @BeforeEach
  void start(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
    lane = AdminLane.unguarded(client, () -> 7);
    own = new OwnPod(lane, namespace, "halligan-1", "halligan");
    new HostedFixture(client, namespace).operator("halligan-1");
  }

  private Pod pod(String name) {
    return client.pods().inNamespace(namespace).withName(name).get();
  }

  @Test
  void aSentryRunsTheOperatorsImageWithoutItsRights() {
    var sentries = new SentryPods(lane, own, "eu-1");

    sentries.post(Post.BEFORE, List.of("10.1.0.1:6443"));
    sentries.post(Post.BEFORE, List.of("10.1.0.1:6443", "10.1.0.2:6443"));

    var pod = pod("halligan-sentry-eu-1-before");
    assertThat(pod.getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/name", "halligan-sentry");
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSpec().getActiveDeadlineSeconds()).isEqualTo(600);
    var container = pod.getSpec().getContainers().getFirst();
    assertThat(container.getImage()).isEqualTo("registry.example.org/halligan:0.1.0");
    assertThat(container.getArgs()).containsExactly("sentry", "10.1.0.1:6443", "10.1.0.2:6443");

    sentries.withdraw();
    sentries.withdraw();
    assertThat(pod("halligan-sentry-eu-1-before")).isNull();
  }

  @Test
  void oneThatDoesNotRunHasSeenNothing() {
    var sentries = new SentryPods(lane, own, "eu-1");
    assertThat(sentries.sightings(Post.AFTER)).isEmpty();

    sentries.post(Post.AFTER, List.of("10.1.0.1:6443"));

    assertThat(sentries.sightings(Post.AFTER)).isEmpty();
  }

  @Test
  void thereIsOneKeeperHoweverOftenItIsAskedFor() {
    var keeper = new KeeperJob(lane, own, "eu-1", new Keeper.Ward("t", "p", "Deployment/kcm"));

    keeper.ensure();
    var first = client.batch().v1().jobs().inNamespace(namespace).list().getItems();
    keeper.ensure();

    assertThat(client.batch().v1().jobs().inNamespace(namespace).list().getItems())
        .singleElement()
        .satisfies(
            j -> {
              assertThat(j.getMetadata().getUid())
                  .isEqualTo(first.getFirst().getMetadata().getUid());
              assertThat(j.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs())
                  .containsExactly("keeper", "t", "p", "Deployment/kcm");
            });
    keeper.dismiss();
    keeper.dismiss();
    assertThat(client.batch().v1().jobs().inNamespace(namespace).list().getItems()).isEmpty();
  }

  @Test
  void withoutAnOwnPodNothingIsStarted() {
    var nowhere = new SentryPods(lane, new OwnPod(lane, namespace, "gone", "halligan"), "eu-1");

    assertFails(Reason.NOT_FOUND, () -> nowhere.post(Post.BEFORE, List.of("10.1.0.1:6443")));
  }
}
