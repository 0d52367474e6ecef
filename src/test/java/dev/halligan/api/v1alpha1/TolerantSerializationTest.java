package dev.halligan.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class TolerantSerializationTest {

  private final KubernetesSerialization serialization = TolerantSerialization.create();

  @Test
  void readsAResourceOfALaterVersion() {
    // Given
    String fromTheFuture =
        """
        apiVersion: halligan.dev/v1alpha1
        kind: RecoveryPlaybook
        metadata: {name: later}
        spec:
          moon: full
          steps:
          - {name: one, action: Isolate, wisdom: 7, isolate: {ttl: 30s, colour: red}}
          - {name: two, action: AskTheOracle, onFailure: Shrug}
        """;
    // When
    var playbook = serialization.unmarshal(fromTheFuture, RecoveryPlaybook.class);
    // Then
    assertThat(playbook.getSpec().steps())
        .extracting(RecoveryPlaybookSpec.Step::action)
        .containsExactly(ActionType.ISOLATE, null);
    assertThat(playbook.getSpec().steps().getLast().onFailure()).isNull();
  }

  @Test
  void writesWhatItReads() {
    // Given
    var cluster = new ProtectedCluster();
    cluster.setSpec(
        new ProtectedClusterSpec(
            Mode.AUTOMATIC,
            null,
            new ProtectedClusterSpec.ControlPlane(null, null, new ProtectedClusterSpec.Managed()),
            new ProtectedClusterSpec.Admins(List.of("10.0.0.0/24")),
            null,
            null,
            null,
            List.of("maintenance"),
            null,
            new RequestHistory(20, "72h")));
    // When
    String yaml = serialization.asYaml(cluster);
    // Then
    assertThat(yaml).contains("mode: \"Automatic\"").contains("managed: {}");
    assertThat(serialization.unmarshal(yaml, ProtectedCluster.class).getSpec())
        .isEqualTo(cluster.getSpec());
  }
}
