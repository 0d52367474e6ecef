package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.target.ClusterKey;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class ResolverIT {
  private final Targets targets = new Targets();
  private KubernetesClient client;
  private String namespace;
  private Resolver resolver;

  @BeforeEach
  void watch(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
    // a watch that has not looked yet, and has no hands: what is asked here comes before
    Watches watches =
        new Watches(
            target ->
                new WatchedCluster(
                    new ClusterWatch(target, null, null, null, new AtomicReference<>(), null),
                    null));
    watches.settle(new ClusterKey(namespace, "eu-1"), targets.connect(namespace, Mode.AUTOMATIC));
    resolver = new Resolver(client, watches, () -> 1, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    targets.close();
  }

  @Test
  void ofTwoRequestsForOneClusterTheSecondIsToldOfTheFirst() {
    RecoveryRequest first = request("first", "eu-1");
    RecoveryRequest second = request("second", "eu-1");

    assertThat(resolver.resolve(first, false)).isInstanceOf(Resolution.NotYet.class);
    assertThat(resolver.resolve(second, false))
        .isInstanceOfSatisfying(
            Resolution.Refused.class,
            r -> {
              assertThat(r.reason()).isEqualTo(Reasons.ALREADY_RECOVERING);
              assertThat(r.message())
                  .contains("RecoveryRequest first", "was left alone", "abort it first");
            });
  }

  @Test
  void theSecondHasItsTurnOnceTheFirstHasEnded() {
    RecoveryRequest first = request("first", "eu-1");
    RecoveryRequest second = request("second", "eu-1");
    var refused = new Resolution.Refused(Reasons.SSH_UNREACHABLE, "no host answers");
    first.setStatus(RequestStatus.refused(null, 1, refused, Instant.now()));
    client.resource(first).updateStatus();

    assertThat(resolver.resolve(second, false)).isInstanceOf(Resolution.NotYet.class);
  }

  @Test
  void anotherClustersRequestsDoNotMatter() {
    request("first", "eu-2");

    assertThat(resolver.resolve(request("second", "eu-1"), false))
        .isInstanceOf(Resolution.NotYet.class);
  }

  private RecoveryRequest request(String name, String cluster) {
    RecoveryRequest request = new RecoveryRequest();
    request.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    request.setSpec(
        new RecoveryRequestSpec(new ObjectReference(cluster), null, "down", null, null, null));
    return client.resource(request).create();
  }
}
