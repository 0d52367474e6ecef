package dev.halligan.driver.inband;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.Workloads.Removal;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.Fixtures;
import dev.halligan.testing.StaleEpoch;
import dev.halligan.testing.WithApiServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WithApiServer.class)
class TargetWorkloadsIT {
  private Fixtures given;
  private TargetWorkloads workloads;

  @BeforeEach
  void connect(ApiServer server) {
    given = Fixtures.in(server);
    workloads = afterRestart();
  }

  private TargetWorkloads afterRestart() {
    return new TargetWorkloads(GuardedClient.unguarded(given.client(), () -> 7));
  }

  @ParameterizedTest
  @CsvSource({"Deployment,3", "StatefulSet,3", "CronJob,1", "Job,1"})
  void scalesToNothingAndBack(String kind, int before) {
    var workload = given.workload(kind, "agent", 3);

    assertThat(workloads.replicas(workload)).contains(before);
    assertThat(workloads.scale(workload, before, 0)).isTrue();
    assertThat(workloads.scale(workload, before, 0)).as("a second time").isTrue();
    assertThat(workloads.replicas(workload)).contains(0);
    assertThat(workloads.scale(workload, 0, before)).isTrue();
    assertThat(workloads.replicas(workload)).contains(before);
    assertThat(workloads.scale(workload, 0, before)).as("a second time").isTrue();
  }

  @Test
  void leavesTheCountThatAPersonChose() {
    var workload = given.workload("Deployment", "agent", 3);
    workloads.scale(workload, 3, 0);
    given
        .client()
        .apps()
        .deployments()
        .inNamespace(workload.namespace())
        .withName("agent")
        .scale(5);

    assertThat(workloads.scale(workload, 0, 3)).isFalse();
    assertThat(workloads.replicas(workload)).contains(5);
  }

  @Test
  void doesNotScaleADaemonSet() {
    var workload = given.workload("DaemonSet", "agent", 0);

    assertThat(workloads.replicas(workload)).isEmpty();
    assertThatThrownBy(() -> workloads.scale(workload, 1, 0))
        .isInstanceOfSatisfying(
            ControlFailure.class,
            f -> assertThat(f.reason()).isEqualTo(ControlFailure.Reason.UNSUPPORTED));
  }

  @Test
  void aReplacedLeaderChangesNothing() {
    var workload = given.workload("Deployment", "agent", 3);
    given.pod("agent-1").ownedBy("ReplicaSet", "agent-abc").labelled("app", "agent").create();
    var definition = workloads.export(workload).orElseThrow().replace("agent", "other");
    var replaced = new TargetWorkloads(GuardedClient.unguarded(given.client(), new StaleEpoch()));

    assertFails(Reason.STALE_EPOCH, () -> replaced.scale(workload, 3, 0));
    var uid = workloads.uid(workload).orElseThrow();
    assertFails(Reason.STALE_EPOCH, () -> replaced.remove(workload, uid));
    assertFails(Reason.STALE_EPOCH, () -> replaced.deletePods(workload));
    assertFails(Reason.STALE_EPOCH, () -> replaced.recreate(definition));

    assertThat(workloads.replicas(workload)).contains(3);
    assertThat(given.podNames()).containsExactly("agent-1");
    assertThat(workloads.export(new WorkloadReference("Deployment", given.namespace(), "other")))
        .isEmpty();
  }

  @Test
  void whatIsGoneIsNoFailure() {
    var gone = new WorkloadReference("Deployment", given.namespace(), "gone");

    assertThat(workloads.replicas(gone)).isEmpty();
    assertThat(workloads.scale(gone, 0, 3)).isFalse();
    assertThat(workloads.export(gone)).isEmpty();
    assertThat(workloads.remove(gone, "any")).isEqualTo(Removal.GONE);
    assertThat(workloads.podsLeft(gone)).isZero();
    workloads.deletePods(gone);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DaemonSet", "Deployment", "StatefulSet", "CronJob", "Job"})
  void removesAndCreatesAgainExactly(String kind) {
    var workload = given.workload(kind, "agent", 3);
    var exported = workloads.export(workload).orElseThrow();

    assertThat(workloads.recreate(exported)).as("while it is there").isFalse();
    var uid = workloads.uid(workload).orElseThrow();
    assertThat(workloads.remove(workload, uid)).isEqualTo(Removal.DELETED);
    assertThat(workloads.remove(workload, uid)).as("a second time").isEqualTo(Removal.GONE);
    assertThat(workloads.export(workload)).isEmpty();
    assertThat(workloads.recreate(exported)).isTrue();

    assertThat(workloads.remove(workload, uid)).as("another").isEqualTo(Removal.ANOTHER);
    assertThat(workloads.export(workload)).contains(exported);
  }

  @ParameterizedTest
  @CsvSource({
    "DaemonSet,DaemonSet,agent",
    "StatefulSet,StatefulSet,agent",
    "Job,Job,agent",
    "Deployment,ReplicaSet,agent-7c9f6d5b44",
    "CronJob,Job,agent-29412345"
  })
  void findsPodsOfAnOwnerThatIsGoneEvenAfterARestart(String kind, String owner, String ownerName) {
    var workload = new WorkloadReference(kind, given.namespace(), "agent");
    for (var i = 0; i < 3; i++) {
      given.pod("agent-" + i).ownedBy(owner, ownerName).labelled("app", "agent").create();
    }
    given.pod("bystander").ownedBy(owner, "other").labelled("app", "other").create();
    given.pod("namesake").ownedBy(owner, ownerName + "-two-3").labelled("app", "agent").create();
    given.pod("loner").labelled("app", "agent").create();

    assertThat(workloads.podsLeft(workload)).isEqualTo(3);
    workloads.deletePods(workload);

    assertThat(workloads.podsLeft(workload)).isZero();
    assertThat(afterRestart().podsLeft(workload)).isZero();
    assertThat(given.podNames()).containsExactlyInAnyOrder("bystander", "namesake", "loner");
  }

  @Test
  void deletesThePodsOfALivingOwnerInOneRequest() {
    var workload = given.workload("DaemonSet", "agent", 0);
    for (var i = 0; i < 4; i++) {
      given.pod("agent-" + i).ownedBy("DaemonSet", "agent").labelled("app", "agent").create();
    }
    given.pod("bystander").ownedBy("DaemonSet", "other").labelled("app", "other").create();
    workloads.remove(workload, workloads.uid(workload).orElseThrow());

    assertThat(workloads.podsLeft(workload)).isEqualTo(4);
    var before = given.requests("pods", "DELETE");
    workloads.deletePods(workload);

    assertThat(workloads.podsLeft(workload)).isZero();
    assertThat(given.podNames()).containsExactly("bystander");
    assertThat(given.requests("pods", "DELETE") - before).isEqualTo(1);
  }

  @Test
  void countsPodsUntilTheirKubeletLetsGoButNotFinishedOnes() {
    var workload = new WorkloadReference("DaemonSet", given.namespace(), "agent");
    given.pod("running").ownedBy("DaemonSet", "agent").on("node-1").running("10.244.1.7").create();
    given.pod("done").ownedBy("DaemonSet", "agent").on("node-1").phase("Succeeded").create();

    assertThat(workloads.podsLeft(workload)).isEqualTo(1);
    workloads.deletePods(workload);
    workloads.deletePods(workload);

    assertThat(workloads.podsLeft(workload)).as("it is ending, its kubelet is fenced").isEqualTo(1);
  }

  @Test
  void readsMorePodsThanOnePageHolds() {
    var workload = new WorkloadReference("DaemonSet", given.namespace(), "agent");
    given.pods(520, "DaemonSet", "agent");

    assertThat(workloads.podsLeft(workload)).isEqualTo(520);
    workloads.deletePods(workload);
    assertThat(workloads.podsLeft(workload)).isZero();
  }
}
