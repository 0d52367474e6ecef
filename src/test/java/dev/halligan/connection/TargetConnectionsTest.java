package dev.halligan.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.connection.ConnectionResult.Connected;
import dev.halligan.connection.ConnectionResult.Refused;
import dev.halligan.probe.TestAuthority;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetConnectionsTest {
  private static final TestAuthority CA = new TestAuthority("ca");
  private static final String URL = "https://10.89.0.6:6443";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TargetConnections connections = new TargetConnections(meters, Clock.systemUTC());
  private final Target target = new Target(CA);

  @AfterEach
  void close() {
    connections.close();
  }

  @Test
  void connectsWithoutAskingAnyone() {
    TargetConnection connection = connected(target.at(URL));

    assertThat(connection.key()).hasToString("halligan/eu-1");
    assertThat(connection.adminLane().hasCertificate()).isTrue();
    assertThat(connection.ordinaryLane().token()).isEqualTo("token");
    assertThat(connection.ssh().orElseThrow().user()).isEqualTo("root");
    assertThat(connection.ssh().orElseThrow().port()).isEqualTo(22);
    assertThat(connections.find(connection.key())).containsSame(connection);
    assertThat(connection.admin().getConfiguration().getMasterUrl()).isEqualTo(URL + "/");
  }

  @Test
  void staysTheSameWhileNothingChanges() {
    assertThat(connected(target.at(URL))).isSameAs(connected(target.at(URL)));
  }

  @Test
  void aRotatedSecretMakesANewConnectionAndClosesTheOld() {
    TargetConnection before = connected(target.at(URL));
    target.rotate("eu-1-admin", "2");
    TargetConnection after = connected(target.at(URL));

    assertThat(after).isNotSameAs(before);
    assertThat(after.resilience()).isSameAs(before.resilience());
    assertThatThrownBy(before::admin).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aChangedSpecMakesANewConnection() {
    TargetConnection before = connected(target.at(URL));

    assertThat(connected(target.at("https://10.89.0.7:6443"))).isNotSameAs(before);
  }

  @Test
  void aPauseKeepsTheConnectionAndIsHandedOut() {
    TargetConnection before = connected(target.at(URL));
    ProtectedCluster paused = target.at(URL);
    ProtectedClusterSpec spec = paused.getSpec();
    paused.setSpec(
        new ProtectedClusterSpec(
            Mode.APPROVE,
            spec.access(),
            spec.controlPlane(),
            null,
            null,
            null,
            null,
            List.of("maintenance until Friday"),
            null,
            null));

    TargetConnection after = connected(paused);

    assertThat(after).isSameAs(before);
    assertThat(after.spec().pauses()).containsExactly("maintenance until Friday");
    assertThat(after.spec().mode()).isEqualTo(Mode.APPROVE);
    assertThat(after.admin()).isNotNull();
  }

  @Test
  void aCertificateThatExpiresLaterIsNoticed() {
    ProtectedCluster cluster = target.at(URL);
    Instant[] now = {Instant.now()};
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return now[0];
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    try (TargetConnections aging = new TargetConnections(meters, clock)) {
      assertThat(aging.connect(cluster, target::secret)).isInstanceOf(Connected.class);
      now[0] = now[0].plus(Duration.ofHours(25));

      assertThat(aging.connect(cluster, target::secret))
          .isInstanceOfSatisfying(
              Refused.class, it -> assertThat(it.reason()).isEqualTo("BadCertificate"));
      assertThat(aging.find(ClusterKey.of(cluster))).isEmpty();
    }
  }

  @Test
  void forgettingTakesMetersAndConnectionAway() {
    TargetConnection connection = connected(target.at(URL));
    assertThat(meters.getMeters()).isNotEmpty();

    connections.forget(connection.key());

    assertThat(meters.getMeters()).isEmpty();
    assertThat(connections.find(connection.key())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1:6443",
        "https://[::1]:6443",
        "https://[::ffff:127.0.0.1]:6443",
        "https://0.0.0.0:6443",
        "https://169.254.169.254",
        "https://[fe80::1]:6443",
        "https://[fd00:ec2::254]",
        "https://100.100.100.200",
        "https://224.0.0.1:6443"
      })
  void ourOwnMachineAndMetadataServicesAreNoTargets(String url) {
    assertThat(refused(target.at(url)).reason()).isEqualTo("EndpointForbidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://eu-1.example.org:6443", "https://localhost", "http://10.0.0.6"})
  void namesAreNotLookedUp(String url) {
    Refused refused = refused(target.at(url));

    assertThat(refused.reason()).isEqualTo("EndpointNotAnAddress");
    assertThat(refused.message()).contains("endpoint cp-0");
    assertThat(refused.fix()).contains("https://<address>:<port>");
  }

  @ParameterizedTest
  @CsvSource({
    "eu-1-admin, kubeconfig, MissingSecret",
    "eu-1-ordinary, kubeconfig, MissingSecret",
    "eu-1-ssh, id_ed25519, MissingSecret",
    "eu-1-ssh, known_hosts, MissingKnownHosts"
  })
  void whatIsMissingIsNamed(String secret, String key, String reason) {
    target.without(secret, key);
    assertThat(refused(target.at(URL)))
        .isEqualTo(
            new Refused(
                reason,
                "Secret " + secret + " has no usable value under key " + key,
                "add the key " + key + ", or run bootstrap-scripts/enroll-cluster"));

    target.without(secret);
    assertThat(refused(target.at(URL)).reason()).isEqualTo("MissingSecret");
    assertThat(refused(target.at(URL)).message())
        .isEqualTo("Secret " + secret + " does not exist in the namespace of the ProtectedCluster");
  }

  @Test
  void aRefusalTakesTheConnectionFromBeforeAway() {
    TargetConnection before = connected(target.at(URL));
    target.put(
        "eu-1-admin", Map.of("kubeconfig", "users: [{name: a, user: {exec: {command: sh}}}]"));

    Refused refused = refused(target.at(URL));

    assertThat(refused.reason()).isEqualTo("InsecureKubeconfig");
    assertThat(refused.message()).startsWith("Secret eu-1-admin: the kubeconfig ");
    assertThat(connections.find(before.key())).isEmpty();
  }

  @Test
  void kubeadmsAdminConfIsNotEnough() {
    target.admin(CA.client("O=kubeadm:cluster-admins,CN=kubernetes-admin"));

    assertThat(refused(target.at(URL)).reason()).isEqualTo("AdminNotExempt");
  }

  @Test
  void anotherEndpointCanBePreferred() {
    TargetConnection connection = connected(target.at(URL, "https://10.89.0.7:6443"));
    connection.preferEndpoint("cp-1");

    assertThat(connection.admin().getConfiguration().getMasterUrl())
        .isEqualTo("https://10.89.0.7:6443/");
    assertThat(connection.admin(Duration.ofSeconds(9)).getConfiguration().getRequestTimeout())
        .isEqualTo(9_000);
    assertThatThrownBy(() -> connection.preferEndpoint("cp-9"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private TargetConnection connected(ProtectedCluster cluster) {
    ConnectionResult result = connections.connect(cluster, target::secret);
    assertThat(result).isInstanceOf(Connected.class);
    return ((Connected) result).connection();
  }

  private Refused refused(ProtectedCluster cluster) {
    ConnectionResult result = connections.connect(cluster, target::secret);
    assertThat(result).isInstanceOf(Refused.class);
    return (Refused) result;
  }
}
