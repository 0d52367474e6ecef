package dev.halligan.driver.inband;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.WorkloadReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnershipTest {

  private static ObjectMeta pod(String version, String kind, String owner, String label) {
    return new ObjectMetaBuilder()
        .withName("pod")
        .withLabels(label == null ? Map.of() : Map.of(label, "5d8f9c7b6"))
        .addNewOwnerReference()
        .withApiVersion(version)
        .withKind(kind)
        .withName(owner)
        .withController(true)
        .endOwnerReference()
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, apps/v1, ReplicaSet, web-5d8f9c7b6, pod-template-hash, true",
    "Deployment, apps/v1, ReplicaSet, web-5d8f9c7b6, , true",
    "Deployment, apps/v1, ReplicaSet, web-5d8f9c7b6, rollouts-pod-template-hash, false",
    "Deployment, apps/v1, ReplicaSet, web-api-5d8f9c7b6, , false",
    "DaemonSet, apps/v1, DaemonSet, web, , true",
    "DaemonSet, apps.kruise.io/v1alpha1, DaemonSet, web, , false",
    "StatefulSet, apps.kruise.io/v1beta1, StatefulSet, web, , false",
    "Job, batch/v1, Job, web, , true",
    "Job, batch.volcano.sh/v1alpha1, Job, web, , false",
    "CronJob, batch/v1, Job, web-29412345, , true"
  })
  void isToldByGroupToo(
      String kind, String version, String ownerKind, String owner, String label, boolean owns) {
    var workload = new WorkloadReference(kind, "shop", "web");

    assertThat(Ownership.owns(workload, pod(version, ownerKind, owner, label))).isEqualTo(owns);
  }
}
