package dev.halligan.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import dev.halligan.connection.ConnectionResult.Connected;
import dev.halligan.probe.ApiProbe;
import dev.halligan.probe.Handshake;
import dev.halligan.probe.Lane;
import dev.halligan.probe.LaneCredentials;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.ProbeResult.Answered;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.TimedOut;
import dev.halligan.probe.ProbeResult.Untrusted;
import dev.halligan.probe.TestAuthority;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both lanes to a real API server: it is well, it does not know us, it is frozen. */
@ExtendWith(WithApiServer.class)
@Timeout(180)
class TargetConnectionIT {
  private static final String NAMESPACE = "halligan-probe";
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private static ApiProbe probe;
  private static TargetConnections connections;
  private static TargetConnection connection;
  private static Endpoint endpoint;

  @BeforeAll
  static void connect(ApiServer server) throws IOException {
    probe = new ApiProbe(Clock.systemUTC());
    connections = new TargetConnections(new SimpleMeterRegistry(), Clock.systemUTC(), _ -> false);
    Config files = Config.fromKubeconfig(server.kubeconfig());
    byte[] ca = Files.readAllBytes(Path.of(files.getCaCertFile()));
    byte[] certificate = Files.readAllBytes(Path.of(files.getClientCertFile()));
    byte[] key = Files.readAllBytes(Path.of(files.getClientKeyFile()));

    Target target = new Target(new TestAuthority("unused"));
    target.put(
        "eu-1-admin", Map.of("kubeconfig", Target.certificateKubeconfig(ca, certificate, key)));
    target.put(
        "eu-1-ordinary", Map.of("kubeconfig", Target.tokenKubeconfig(ca, ordinaryToken(server))));
    String url = files.getMasterUrl().replaceAll("/$", "");
    ConnectionResult result = connections.connect(target.at(url), target::secret);

    assertThat(result).isInstanceOf(Connected.class);
    connection = ((Connected) result).connection();
    endpoint = connection.spec().access().endpoints().getFirst();
  }

  @AfterAll
  static void close() {
    probe.close();
    connections.close();
  }

  @Test
  void bothLanesAreAnswered() {
    assertAnswered(200, ask(Lane.ADMIN, connection.adminLane()));
    assertAnswered(200, ask(Lane.ORDINARY, connection.ordinaryLane()));
  }

  @Test
  void theAdminLaneIsOfTheGroupThatIsNeverQueued() {
    SelfSubjectReview who = connection.admin().resource(new SelfSubjectReview()).create();

    assertThat(who.getStatus().getUserInfo().getGroups()).contains("system:masters");
  }

  @Test
  void aTokenItDoesNotKnowIsAnswered401() {
    assertAnswered(
        401,
        ask(
            Lane.ORDINARY,
            new LaneCredentials(connection.ordinaryLane().ca(), null, null, "unknown")));
  }

  @Test
  void anotherAuthorityIsNotTrusted() {
    LaneCredentials stranger = new TestAuthority("stranger").credentials("token");

    assertThat(ask(Lane.ORDINARY, stranger))
        .isInstanceOfSatisfying(
            Untrusted.class, it -> assertThat(it.reason()).isEqualTo("UnknownAuthority"));
  }

  @Test
  void aFrozenApiServerHoldsNobodyLongerThanTheDeadline() throws Exception {
    KubernetesClient admin = connection.admin();
    signal("STOP");
    try {
      assertThat(
              probe.ask(
                  endpoint,
                  Lane.ADMIN,
                  connection.adminLane(),
                  Handshake.FULL,
                  Duration.ofSeconds(2)))
          .isInstanceOfSatisfying(
              TimedOut.class, it -> assertThat(it.phase()).isEqualTo(Phase.TLS));

      long began = System.nanoTime();
      Throwable failure = catchThrowable(() -> admin.namespaces().withName("default").get());

      assertThat(failure).isInstanceOf(KubernetesClientException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isLessThan(TargetConnection.ADMIN_TIMEOUT.plusSeconds(5));
    } finally {
      signal("CONT");
    }
    assertAnswered(200, ask(Lane.ADMIN, connection.adminLane()));
    assertThat(admin.namespaces().withName("default").get()).isNotNull();
  }

  private static ProbeResult ask(Lane lane, LaneCredentials credentials) {
    return probe.ask(endpoint, lane, credentials, Handshake.FULL, PATIENT);
  }

  private static void assertAnswered(int status, ProbeResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(Answered.class, it -> assertThat(it.status()).isEqualTo(status));
    assertThat(result.timings().tcp()).isPositive();
    assertThat(result.timings().tls()).isPositive();
    assertThat(result.timings().http()).isPositive();
  }

  private static String ordinaryToken(ApiServer server) {
    KubernetesClient client = server.client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("probe")
                .endMetadata()
                .build())
        .serverSideApply();
    client
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("ordinary")
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources("configmaps")
                .withResourceNames("probe")
                .withVerbs("get")
                .endRule()
                .build())
        .serverSideApply();
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("ordinary")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "ordinary")
                .addNewSubject(null, "ServiceAccount", "ordinary", NAMESPACE)
                .build())
        .serverSideApply();
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("ordinary")
                .endMetadata()
                .build())
        .serverSideApply();
    return client
        .serviceAccounts()
        .inNamespace(NAMESPACE)
        .withName("ordinary")
        .tokenRequest()
        .getStatus()
        .getToken();
  }

  private static void signal(String name) throws IOException, InterruptedException {
    ProcessHandle apiServer =
        ProcessHandle.current()
            .descendants()
            .filter(each -> each.info().command().orElse("").endsWith("/kube-apiserver"))
            .findFirst()
            .orElseThrow();
    int status =
        new ProcessBuilder("kill", "-" + name, String.valueOf(apiServer.pid())).start().waitFor();
    assertThat(status).isZero();
  }
}
