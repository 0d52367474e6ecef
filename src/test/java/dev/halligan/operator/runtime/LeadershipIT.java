package dev.halligan.operator.runtime;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.ManualClock;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class LeadershipIT {
  private final ManualClock clock = new ManualClock();
  private KubernetesClient client;
  private String namespace;
  private Leadership leadership;

  @BeforeEach
  void lead(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
    leadership = leading(client);
    leaseIsOf("pod-1", 0);
  }

  private Leadership leading(KubernetesClient asked) {
    var made = new Leadership(asked, new Settings(namespace, "pod-1", 0), () -> {}, clock::nanos);
    made.configuration().getLeaderCallbacks().orElseThrow().onStartLeading();
    return made;
  }

  @Test
  void aLeaderThatWasReplacedUnawaresFindsOutBeforeItActs() {
    long term = leadership.current();
    leaseIsOf("pod-2", 1);

    clock.pass(Duration.ofSeconds(5));
    assertThat(leadership.current()).as("one reading holds for 5 s").isEqualTo(term);

    clock.pass(Duration.ofNanos(1));
    assertFails(Reason.STALE_EPOCH, leadership::current);
  }

  @Test
  void aTermWonAnewIsAnother() {
    long term = leadership.current();
    leaseIsOf("pod-1", 2);

    clock.pass(Duration.ofSeconds(6));

    assertThat(leadership.current()).isEqualTo(term + 2);
  }

  @Test
  void nothingIsDoneWhileTheLeaseCannotBeRead() {
    var nobody =
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl("https://127.0.0.1:1")
            .withRequestRetryBackoffLimit(0)
            .build();
    try (var dead = new KubernetesClientBuilder().withConfig(nobody).build()) {
      var cutOff = leading(dead);

      assertFails(Reason.API_CLOSED, cutOff::current);
    }
  }

  private void leaseIsOf(String holder, int transitions) {
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(Leadership.LEASE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withLeaseTransitions(transitions)
                .endSpec()
                .build())
        .serverSideApply();
  }
}
