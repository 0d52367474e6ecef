package dev.halligan.operator.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.connection.ClusterKey;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.InstanceObserver.AccessPath;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.operator.Targets;
import dev.halligan.operator.monitor.AccessReadiness;
import dev.halligan.operator.monitor.ClusterAssessment;
import dev.halligan.operator.monitor.ClusterMonitor;
import dev.halligan.operator.monitor.MonitorRegistry;
import dev.halligan.operator.monitor.MonitoredCluster;
import dev.halligan.status.ConditionSet;
import dev.halligan.status.ConditionValue;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class RequestResolverIT {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final Targets targets = new Targets();
  private final AtomicReference<ClusterAssessment> assessment = new AtomicReference<>();
  private KubernetesClient client;
  private String namespace;
  private RequestResolver resolver;

  @BeforeEach
  void monitor(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
    // a watch that has not looked yet, and has no hands: what is asked here comes before
    MonitorRegistry monitors =
        new MonitorRegistry(
            target ->
                new MonitoredCluster(
                    new ClusterMonitor(target, null, null, null, assessment, null), null));
    monitors.settle(new ClusterKey(namespace, "eu-1"), targets.connect(namespace, Mode.AUTOMATIC));
    resolver = new RequestResolver(client, monitors, () -> 1, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    targets.close();
  }

  @Test
  void ofTwoRequestsForOneClusterTheSecondIsToldOfTheFirst() {
    RecoveryRequest first = request("first", "eu-1");
    RecoveryRequest second = request("second", "eu-1");

    assertThat(resolver.resolve(first, false)).isInstanceOf(RequestResolution.NotYet.class);
    assertThat(resolver.resolve(second, false))
        .isInstanceOfSatisfying(
            RequestResolution.Refused.class,
            r -> {
              assertThat(r.reason()).isEqualTo(Reasons.ALREADY_RECOVERING);
              assertThat(r.message())
                  .contains(
                      "RecoveryRequest first",
                      "was left alone",
                      "kubectl get -n %s rr first -w".formatted(namespace),
                      "kubectl patch -n %s rr first --type merge".formatted(namespace));
            });
  }

  @Test
  void theSecondHasItsTurnOnceTheFirstHasEnded() {
    RecoveryRequest first = request("first", "eu-1");
    RecoveryRequest second = request("second", "eu-1");
    var refused = new RequestResolution.Refused(Reasons.SSH_UNREACHABLE, "no host answers");
    first.setStatus(RequestStatus.refused(null, 1, refused, Instant.now()));
    client.resource(first).updateStatus();

    assertThat(resolver.resolve(second, false)).isInstanceOf(RequestResolution.NotYet.class);
  }

  @Test
  void anotherClustersRequestsDoNotMatter() {
    request("first", "eu-2");

    assertThat(resolver.resolve(request("second", "eu-1"), false))
        .isInstanceOf(RequestResolution.NotYet.class);
  }

  @Test
  void aByHandRequestIsToldHowToApproveTheOneThatWaits() {
    RecoveryRequest first = request("first", "eu-1");
    var asking =
        ConditionSet.of(null).with(Conditions.APPROVED, "False", "Reason", "message", 1, NOW);
    first.setStatus(
        new RecoveryRequestStatus(
            asking.conditions(), null, null, null, null, null, null, null, null, null));
    client.resource(first).updateStatus();

    assertThat(refused(request("second", "eu-1")).message())
        .contains(
            "RecoveryRequest first for this cluster waits for approval",
            "kubectl annotate -n %s rr first halligan.dev/approved-by=$(whoami)"
                .formatted(namespace),
            "abort the other one",
            "kubectl patch -n %s rr first --type merge".formatted(namespace))
        .doesNotContain("is already recovering");
  }

  @Test
  void aByHandRequestIsRefusedWhenNoHostAnswersBySsh() {
    look(
        ControlFailure.Reason.HOST_UNREACHABLE,
        "it does not answer on port 22 within 3 s",
        "Check that the host is up and its firewall admits us");

    RequestResolution.Refused refused = refused(request("by-hand", "eu-1"));

    assertThat(refused.reason()).isEqualTo(Reasons.SSH_UNREACHABLE);
    assertThat(refused.message())
        .contains("host 10.89.0.6: it does not answer on port 22", "Check that the host is up");
  }

  @Test
  void aByHandRequestIsRefusedWhenAHostShowsAnotherKeyThanThePinnedOne() {
    look(
        ControlFailure.Reason.HOST_KEY_MISMATCH,
        "it shows a key that is not the pinned one",
        "Put its key into known_hosts of the Secret, if it was made anew");

    RequestResolution.Refused refused = refused(request("by-hand", "eu-1"));

    assertThat(refused.reason()).isEqualTo(Reasons.HOST_KEY_MISMATCH);
    assertThat(refused.message())
        .contains("host 10.89.0.6: it shows a key", "Put its key into known_hosts");
    assertThat(RequestStatus.refused(null, 1, refused, NOW).conditions())
        .anySatisfy(c -> assertThat(c.getMessage()).endsWith("Nothing was done to the cluster."));
  }

  /** What the watch made of its only host. */
  private void look(ControlFailure.Reason reason, String what, String fix) {
    var host =
        new AccessReadiness.HostAccess(
            "10.89.0.6", null, null, new ControlFailure(reason, what, fix), null);
    var bySsh = new AccessPath("host", Reasons.SSH_UNREACHABLE, "%d hosts answer%s", null);
    ConditionValue finding = AccessReadiness.judge(bySsh, List.of(host), List.of(), List.of(), NOW);
    Verdict verdict = new Verdict.Overloaded(NOW, List.of());
    assessment.set(new ClusterAssessment(verdict, finding, finding, null, Optional.empty()));
  }

  private RequestResolution.Refused refused(RecoveryRequest request) {
    return (RequestResolution.Refused) resolver.resolve(request, false);
  }

  private RecoveryRequest request(String name, String cluster) {
    RecoveryRequest request = new RecoveryRequest();
    request.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    request.setSpec(
        new RecoveryRequestSpec(
            new ObjectReference(cluster), null, "down", null, null, null, null));
    return client.resource(request).create();
  }
}
