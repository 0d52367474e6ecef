package dev.halligan.e2e.plane;

import dev.halligan.e2e.lab.Eventually;
import dev.halligan.e2e.scenario.Scenario;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The hosted control plane's workloads in the management cluster. */
final class HostedApiServer {
  private static final String NAME = "kube-apiserver";
  private static final int REPLICAS = 2;
  private static final String STAMP = "drill.halligan.dev/limited-at";
  private static final List<String> CONTROLLERS =
      List.of("kube-controller-manager", "kube-scheduler");

  private final KubernetesClient management;

  HostedApiServer(KubernetesClient management) {
    this.management = management;
  }

  /** New API-server pods with these limits, whatever an earlier drill has made of the old ones. */
  void limit(Scenario.ApiServer limits) {
    String stamp = Instant.now().toString();
    deployment(NAME).edit(found -> limited(found, limits, stamp));
    Eventually.until(
        "both limited API servers are ready",
        Duration.ofMinutes(6),
        () -> Replicas.isRolledOut(deployment(NAME).get()));
  }

  /** The same workload with other limits; requests stay below them. */
  static Deployment limited(Deployment found, Scenario.ApiServer limits, String stamp) {
    Deployment copy =
        new DeploymentBuilder(withoutNotes(found))
            .editSpec()
            .withReplicas(REPLICAS)
            .editTemplate()
            .editOrNewMetadata()
            .addToAnnotations(STAMP, stamp)
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();
    copy.getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .forEach(container -> container.setResources(resources(limits)));
    return copy;
  }

  private static ResourceRequirements resources(Scenario.ApiServer limits) {
    var resources =
        new ResourceRequirementsBuilder()
            .addToRequests("cpu", new Quantity("100m"))
            .addToRequests("memory", new Quantity("256Mi"))
            .addToLimits("cpu", new Quantity(limits.cpu()));
    if (limits.memory() != null) {
      resources.addToLimits("memory", new Quantity(limits.memory()));
    }
    return resources.build();
  }

  /** Brings back what a freeze has stopped. */
  void startControllers() {
    CONTROLLERS.forEach(name -> deployment(name).edit(HostedApiServer::started));
  }

  private static Deployment started(Deployment found) {
    return new DeploymentBuilder(withoutNotes(found)).editSpec().withReplicas(1).endSpec().build();
  }

  /** What Halligan has written on a workload to take its act back; the drill has done that. */
  private static Deployment withoutNotes(Deployment found) {
    Map<String, String> kept = new HashMap<>(found.getMetadata().getAnnotations());
    kept.keySet().removeIf(key -> key.startsWith("halligan.dev/"));
    return new DeploymentBuilder(found).editMetadata().withAnnotations(kept).endMetadata().build();
  }

  /**
   * New pods have no crash back-off; the old ones lose their leases whenever API servers restart.
   */
  void renewControllers() {
    management.pods().inNamespace(HostedTarget.NAMESPACE).withLabel("part", "controllers").delete();
    Eventually.until(
        "the hosted controllers run anew", Duration.ofMinutes(2), this::controllersRun);
  }

  boolean controllersRun() {
    return CONTROLLERS.stream().allMatch(name -> Replicas.ready(deployment(name).get()) == 1);
  }

  boolean isWhole() {
    return Replicas.ready(deployment(NAME).get()) == REPLICAS;
  }

  private RollableScalableResource<Deployment> deployment(String name) {
    return management.apps().deployments().inNamespace(HostedTarget.NAMESPACE).withName(name);
  }
}
