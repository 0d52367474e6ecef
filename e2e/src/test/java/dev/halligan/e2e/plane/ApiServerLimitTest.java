package dev.halligan.e2e.plane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.e2e.scenario.Scenario;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiServerLimitTest {
  @Test
  void onlyLimitsAndTheStampChange() {
    var manifest =
        new PodBuilder()
            .withNewMetadata()
            .withName("kube-apiserver")
            .addToAnnotations("keep", "me")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withCommand("kube-apiserver", "--secure-port=6443")
            .withNewResources()
            .addToLimits("memory", new Quantity("2Gi"))
            .endResources()
            .endContainer()
            .endSpec()
            .build();

    var limited = ApiServerLimit.limited(manifest, new Scenario.ApiServer("600m", null), "now");

    var container = limited.getSpec().getContainers().getFirst();
    assertThat(container.getCommand()).containsExactly("kube-apiserver", "--secure-port=6443");
    assertThat(container.getResources().getLimits()).isEqualTo(Map.of("cpu", new Quantity("600m")));
    assertThat(limited.getMetadata().getAnnotations())
        .containsEntry("keep", "me")
        .containsValue("now");
  }
}
