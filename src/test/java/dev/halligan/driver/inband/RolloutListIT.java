package dev.halligan.driver.inband;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import dev.halligan.control.GuardedClient;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.Fixtures;
import dev.halligan.testing.WithApiServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class RolloutListIT {
  private Fixtures given;
  private ApiEvidence evidence;

  @BeforeEach
  void connect(ApiServer server) {
    given = Fixtures.in(server);
    evidence = new ApiEvidence(GuardedClient.unguarded(given.client(), () -> 7), _ -> List.of());
  }

  /**
   * As the Deployment controller does after a rollback or a scale: neither makes a new revision.
   */
  @Test
  void datesARolloutByAChangeOfItsSpec() throws InterruptedException {
    var web = given.workload("Deployment", "web", 1);
    var agent = given.workload("DaemonSet", "agent", 0);
    given.replicaSetOf("web", "web-5d8f9c7b6");
    var labelled = given.workload("Deployment", "labelled", 1);
    var before = rollouts();
    Thread.sleep(Duration.ofMillis(1100));

    given
        .client()
        .apps()
        .replicaSets()
        .inNamespace(given.namespace())
        .withName("web-5d8f9c7b6")
        .edit(
            set -> {
              set.getSpec().setReplicas(40);
              return set;
            });
    given
        .client()
        .apps()
        .daemonSets()
        .inNamespace(given.namespace())
        .withName("agent")
        .edit(
            set -> {
              set.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("old");
              return set;
            });
    given
        .client()
        .apps()
        .deployments()
        .inNamespace(given.namespace())
        .withName("labelled")
        .editStatus(
            deployment -> {
              deployment.getStatus().setObservedGeneration(1L);
              return deployment;
            });

    var after = rollouts();
    for (var changed : List.of(web, agent)) {
      assertThat(of(changed, after).changedAt()).isAfter(of(changed, before).changedAt());
    }
    assertThat(of(labelled, after)).isEqualTo(of(labelled, before));
  }

  @Test
  void namesWhatElseRunsAsAnAccount() {
    pod("step", "argoproj.io/v1alpha1", "Workflow", "crunch");
    pod("kruise", "apps.kruise.io/v1alpha1", "DaemonSet", "agent");
    pod("known", "apps/v1", "DaemonSet", "agent");
    given.pod("alone").as("runner").create();
    given.pod("other").create();

    var found =
        evidence.othersRunningAs(
            List.of("jane", "system:serviceaccount:" + given.namespace() + ":runner"));

    assertThat(found)
        .extracting(rollout -> rollout.workload().toString())
        .containsExactlyInAnyOrder(
            "Workflow.argoproj.io " + given.namespace() + "/crunch",
            "DaemonSet.apps.kruise.io " + given.namespace() + "/agent",
            "Pod " + given.namespace() + "/alone");
  }

  private void pod(String name, String version, String kind, String owner) {
    given.pod(name).ownedBy(version, kind, owner).as("runner").create();
  }

  private List<Rollout> rollouts() {
    return evidence.rollouts().stream()
        .filter(r -> r.workload().namespace().equals(given.namespace()))
        .toList();
  }

  private static Rollout of(WorkloadReference workload, List<Rollout> among) {
    return among.stream().filter(r -> r.workload().equals(workload)).findFirst().orElseThrow();
  }
}
