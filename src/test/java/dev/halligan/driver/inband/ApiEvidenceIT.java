package dev.halligan.driver.inband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import dev.halligan.attribution.CulpritEvidence.PodAddress;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.Fixtures;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class ApiEvidenceIT {
  private Fixtures given;
  private ApiEvidence evidence;

  @BeforeEach
  void connect(ApiServer server) {
    given = Fixtures.in(server);
    evidence = over(this::anotherClient);
  }

  /**
   * The level has no seats, so that a request stays in its queue until somebody asks who is there.
   */
  @Test
  void namesWhoWaitsInAQueue() {
    var user = "system:serviceaccount:" + given.namespace() + ":agent";
    given.mayListPods(user);
    given.queueWithoutSeats(user);

    try (var client = as(user);
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 3; i++) {
        executor.submit(() -> client.pods().inNamespace(given.namespace()).list());
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(evidence.queuedRequests(Duration.ofSeconds(5)))
                      .contains(new IdentityLoad(user, "list", "pods", 3)));
      assertThat(
              over(this::anotherClient, this::toNobody, this::anotherClient)
                  .queuedRequests(Duration.ofSeconds(5)))
          .as("two servers of three answer")
          .contains(new IdentityLoad(user, "list", "pods", 6));
      executor.shutdownNow(); // else the queue is waited for
    } finally {
      given.removeQueue();
    }
  }

  @Test
  void leavesItsOwnQuestionOut() {
    assertThat(evidence.queuedRequests(Duration.ofSeconds(5)))
        .extracting(IdentityLoad::resource)
        .noneMatch(asked -> asked.contains("dump_requests"));
  }

  @Test
  void isClosedWhenTheServerIsGone() {
    var unreachable = over(this::toNobody, this::toNobody);

    assertThatThrownBy(() -> unreachable.queuedRequests(Duration.ofSeconds(1)))
        .isInstanceOfSatisfying(
            ControlFailure.class, f -> assertThat(f.reason()).isEqualTo(Reason.API_CLOSED));
  }

  @Test
  void listsEveryKindOfWorkloadWithItsAccount() {
    var expected =
        Stream.of("DaemonSet", "Deployment", "StatefulSet", "CronJob", "Job")
            .map(kind -> given.workload(kind, kind.toLowerCase(Locale.ROOT), 2))
            .toList();

    var found = rollouts();

    assertThat(found).extracting(Rollout::workload).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(found)
        .allSatisfy(r -> assertThat(r.serviceAccount()).isEqualTo("sa-" + r.workload().name()));
    assertThat(found).allSatisfy(r -> assertThat(r.changedAt()).isBetween(aMinuteAgo(), soon()));
    assertThat(found)
        .filteredOn(r -> r.workload().kind().equals("StatefulSet"))
        .extracting(Rollout::pods)
        .containsExactly(2);
  }

  @Test
  void datesARolloutByItsNewestRevision() throws InterruptedException {
    given.workload("DaemonSet", "agent", 0);
    given.workload("Deployment", "web", 2);
    var created = rollouts();
    Thread.sleep(Duration.ofMillis(1100));

    given.revisionOf("DaemonSet", "agent");
    given.replicaSetOf("web", "web-5d8f9c7b6");

    for (var before : created) {
      assertThat(rollouts())
          .filteredOn(r -> r.workload().equals(before.workload()))
          .singleElement()
          .satisfies(r -> assertThat(r.changedAt()).isAfter(before.changedAt()));
    }
  }

  @Test
  void countsAJobOfACronJobToTheCronJobAndForgetsFinishedOnes() {
    var cronJob = given.workload("CronJob", "report", 0);
    given.jobOf("report", "report-29412345");
    given.workload("Job", "once", 0);
    given.finish("once");

    assertThat(rollouts()).extracting(Rollout::workload).containsExactly(cronJob);
  }

  @Test
  void findsTheWorkloadBehindAnAddress() {
    var prefix = "10.244." + (given.namespace().hashCode() & 0x7f) + ".";
    given.workload("Deployment", "web", 2);
    given.replicaSetOf("web", "web-5d8f9c7b6");
    given.workload("CronJob", "report", 0);
    given.jobOf("report", "report-29412345");
    given.pod("a").ownedBy("DaemonSet", "agent").on("node-1").running(prefix + "1").create();
    given
        .pod("w")
        .ownedBy("ReplicaSet", "web-5d8f9c7b6")
        .on("node-2")
        .running(prefix + "2")
        .create();
    given.pod("r").ownedBy("Job", "report-29412345").on("node-2").running(prefix + "3").create();
    given.pod("lone").on("node-2").running(prefix + "4").create();
    given
        .pod("old")
        .ownedBy("DaemonSet", "gone")
        .on("node-1")
        .running(prefix + "1")
        .phase("Succeeded")
        .create();

    var found = evidence.podsAt(Stream.of("1", "2", "3", "4", "5").map(prefix::concat).toList());

    assertThat(found)
        .containsExactlyInAnyOrder(
            new PodAddress(prefix + "1", "node-1", workload("DaemonSet", "agent")),
            new PodAddress(prefix + "2", "node-2", workload("Deployment", "web")),
            new PodAddress(prefix + "3", "node-2", workload("CronJob", "report")));
  }

  @Test
  void asksForTwentyAddressesAtMost() {
    var many = Stream.iterate(1, i -> i + 1).limit(40).map(i -> "192.0.2." + i).toList();
    var before = given.requests("pods", "LIST");

    evidence.podsAt(many);

    // the counter is the server's, and lists that another test gave up on may still end
    assertThat(given.requests("pods", "LIST") - before).isBetween(20.0, 23.0);
  }

  @Test
  void countsNodesWithoutReadingThem() {
    var before = evidence.nodeCount();
    for (var i = 0; i < 3; i++) {
      var node =
          new NodeBuilder()
              .withNewMetadata()
              .withName(given.namespace() + "-" + i)
              .endMetadata()
              .build();
      given.client().nodes().resource(node).create();
    }

    assertThat(evidence.nodeCount()).isEqualTo(before + 3);
  }

  private List<Rollout> rollouts() {
    return evidence.rollouts().stream()
        .filter(r -> r.workload().namespace().equals(given.namespace()))
        .toList();
  }

  private WorkloadReference workload(String kind, String name) {
    return new WorkloadReference(kind, given.namespace(), name);
  }

  @SafeVarargs
  private ApiEvidence over(Supplier<KubernetesClient>... servers) {
    return new ApiEvidence(
        GuardedClient.unguarded(given.client(), () -> 7),
        _ -> Stream.of(servers).map(Supplier::get).toList());
  }

  private KubernetesClient anotherClient() {
    return new KubernetesClientBuilder().withConfig(given.client().getConfiguration()).build();
  }

  private KubernetesClient toNobody() {
    var config =
        new ConfigBuilder(given.client().getConfiguration())
            .withMasterUrl("https://127.0.0.1:1/")
            .withRequestRetryBackoffLimit(0)
            .build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private KubernetesClient as(String user) {
    var config =
        new ConfigBuilder(given.client().getConfiguration()).withImpersonateUsername(user).build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  private static Instant aMinuteAgo() {
    return Instant.now().minusSeconds(60);
  }

  private static Instant soon() {
    return Instant.now().plusSeconds(2);
  }
}
