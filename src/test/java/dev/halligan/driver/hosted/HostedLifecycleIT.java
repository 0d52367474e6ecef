package dev.halligan.driver.hosted;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.halligan.api.v1alpha1.HostedWorkload;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.HostedApiServer;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Epoch;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.NodeLifecycle.Method;
import dev.halligan.driver.inband.LeaseOrStopLifecycle;
import dev.halligan.sidecar.FreezeAnnotations;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.Fixtures;
import dev.halligan.testing.ManualClock;
import dev.halligan.testing.StaleEpoch;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class HostedLifecycleIT {
  private static final Duration TTL = Duration.ofSeconds(120);
  private static final String CONTROLLERS = "kube-controller-manager";

  private final ManualClock clock = new ManualClock();
  private Fixtures given;
  private LeaseOrStopLifecycle lifecycle;

  @BeforeEach
  void create(ApiServer server) {
    given = Fixtures.in(server);
    lifecycle = lifecycle(() -> 7, new HostedWorkload("Deployment", CONTROLLERS));
  }

  private LeaseOrStopLifecycle lifecycle(Epoch epoch, HostedWorkload controllers) {
    var lane = GuardedClient.unguarded(given.client(), epoch);
    var server = new HostedApiServer("Deployment", "server", "kube-apiserver");
    var selector = Map.of("app", "server");
    var hosted = new Hosted(given.namespace(), selector, null, server, controllers, null);
    return new LeaseOrStopLifecycle(lane, new HostedControllers(lane, hosted, clock), clock);
  }

  private Deployment controllers() {
    return given
        .client()
        .apps()
        .deployments()
        .inNamespace(given.namespace())
        .withName(CONTROLLERS)
        .get();
  }

  private int replicas() {
    return controllers().getSpec().getReplicas();
  }

  private void personScalesTo(int replicas) {
    given
        .client()
        .apps()
        .deployments()
        .inNamespace(given.namespace())
        .withName(CONTROLLERS)
        .edit(
            d -> {
              d.getSpec().setReplicas(replicas);
              return d;
            });
  }

  @Test
  void scalesToZeroAndBackAndSaysUntilWhen() {
    given.workload("Deployment", CONTROLLERS, 2);
    var had = controllers().getMetadata().getAnnotations();

    lifecycle.freeze(Method.STOP_CONTROLLER_MANAGER, TTL);
    assertThat(replicas()).isZero();
    assertThat(FreezeAnnotations.on(controllers()))
        .contains(FreezeAnnotations.of(2, clock.instant(), TTL));

    clock.pass(Duration.ofSeconds(10));
    lifecycle.freeze(Method.STOP_CONTROLLER_MANAGER, TTL);
    assertThat(FreezeAnnotations.on(controllers()))
        .as("prolonged, and the count is remembered")
        .contains(FreezeAnnotations.of(2, clock.instant(), TTL));

    lifecycle.thaw(Method.STOP_CONTROLLER_MANAGER);
    lifecycle.thaw(Method.STOP_CONTROLLER_MANAGER);
    assertThat(replicas()).isEqualTo(2);
    assertThat(controllers().getMetadata().getAnnotations()).isEqualTo(had);
  }

  @Test
  void aCountThatAPersonSetStays() {
    given.workload("Deployment", CONTROLLERS, 2);
    lifecycle.freeze(Method.STOP_CONTROLLER_MANAGER, TTL);
    personScalesTo(3);

    lifecycle.thaw(Method.STOP_CONTROLLER_MANAGER);

    assertThat(replicas()).isEqualTo(3);
    assertThat(FreezeAnnotations.on(controllers())).isEmpty();
  }

  @Test
  void whatAPersonHasStoppedIsNeitherFrozenNorStarted() {
    given.workload("Deployment", CONTROLLERS, 0);

    lifecycle.freeze(Method.STOP_CONTROLLER_MANAGER, TTL);
    assertThat(FreezeAnnotations.on(controllers())).isEmpty();
    lifecycle.thaw(Method.STOP_CONTROLLER_MANAGER);

    assertThat(replicas()).isZero();
  }

  @Test
  void leasesWakeControllersThatWereStoppedBefore() {
    given.workload("Deployment", CONTROLLERS, 1);
    lifecycle.freeze(Method.STOP_CONTROLLER_MANAGER, TTL);

    lifecycle.freeze(Method.RENEW_LEASES, TTL);

    assertThat(replicas()).isEqualTo(1);
  }

  @Test
  void withoutControllersThereAreOnlyLeases() {
    var leasesOnly = lifecycle(() -> 7, null);

    assertThat(leasesOnly.choose(false)).isEqualTo(Method.RENEW_LEASES);
    assertThat(lifecycle.choose(false)).isEqualTo(Method.STOP_CONTROLLER_MANAGER);
    assertFails(Reason.UNSUPPORTED, () -> leasesOnly.freeze(Method.STOP_CONTROLLER_MANAGER, TTL));
    assertThatCode(() -> leasesOnly.thaw(Method.STOP_CONTROLLER_MANAGER))
        .doesNotThrowAnyException();
  }

  @Test
  void saysThatTheControllersAreNotThere() {
    assertFails(Reason.NOT_FOUND, () -> lifecycle.freeze(Method.STOP_CONTROLLER_MANAGER, TTL));
    assertThatCode(() -> lifecycle.thaw(Method.STOP_CONTROLLER_MANAGER)).doesNotThrowAnyException();
  }

  @Test
  void aReplacedLeaderStopsNothing() {
    given.workload("Deployment", CONTROLLERS, 2);
    var replaced = lifecycle(new StaleEpoch(), new HostedWorkload("Deployment", CONTROLLERS));

    assertFails(Reason.STALE_EPOCH, () -> replaced.freeze(Method.STOP_CONTROLLER_MANAGER, TTL));

    assertThat(replicas()).isEqualTo(2);
  }
}
