package dev.halligan.recovery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryPlaybook;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Written out for people, the built-in playbook says the same. */
class BuiltInPlaybookTest {
  @Test
  void sampleIsTheBuiltInPlaybook() throws IOException {
    assertThat(effective("crds/samples/recoveryplaybook.yaml"))
        .isEqualTo(BuiltInPlaybook.spec().steps().stream().map(this::effective).toList());
  }

  @Test
  void drillsFollowTheBuiltInPlaybookAndItsRoutes() throws IOException {
    assertThat(effective("e2e/scenarios/management/playbook.yaml"))
        .isEqualTo(BuiltInPlaybook.spec().steps().stream().map(this::effective).toList());
  }

  private List<List<Object>> effective(String file) throws IOException {
    var playbook = Serialization.unmarshal(Files.readString(Path.of(file)), RecoveryPlaybook.class);
    return playbook.getSpec().steps().stream().map(this::effective).toList();
  }

  private List<Object> effective(Step s) {
    return List.of(
        s.name(),
        s.action(),
        StepSettings.timeout(s, 3),
        StepSettings.onFailure(s),
        Boolean.TRUE.equals(s.approval()),
        StepSettings.fenceTtl(s),
        StepSettings.minConfidence(s),
        StepSettings.neverNamespaces(s),
        StepSettings.maxNoisyWorkloads(s),
        StepSettings.minNoisyShare(s),
        StepSettings.cpuPercent(s),
        StepSettings.memoryPercent(s),
        StepSettings.liveWithin(s),
        StepSettings.readmission(s));
  }
}
