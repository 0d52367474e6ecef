package dev.halligan.e2e.plane;

import dev.halligan.e2e.lab.Cluster;
import dev.halligan.e2e.lab.Eventually;
import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.scenario.Scenario;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Makes the API server small enough to drown on a small machine, by its static pod manifest. */
public final class ApiServerLimit {
  private static final String MANIFEST = "/etc/kubernetes/manifests/kube-apiserver.yaml";
  private static final String STAMP = "drill.halligan.dev/limited-at";

  private final Cluster target;

  public ApiServerLimit(Cluster target) {
    this.target = target;
  }

  /**
   * Sets the limits on every control-plane node; each call starts the server anew, without any
   * crash back-off.
   */
  public void apply(Scenario.ApiServer limits, KubernetesClient admin) {
    String stamp = Instant.now().toString();
    for (Node node : target.controlPlane()) {
      String text = node.run("cat " + MANIFEST).orThrow("reading the API server's manifest");
      Pod limited = limited(Serialization.unmarshal(text, Pod.class), limits, stamp);
      node.run("rm -rf /var/lib/halligan/*")
          .orThrow("forgetting manifests kept by an earlier drill");
      node.write(MANIFEST, "600", Serialization.asYaml(limited), "/etc/kubernetes");
    }
    for (Node node : target.controlPlane()) {
      Eventually.until(
          "the limited API server of " + node.name() + " is ready",
          Duration.ofMinutes(5),
          () -> runs(admin, node, stamp));
    }
  }

  private static boolean runs(KubernetesClient admin, Node node, String stamp) {
    Pod mirror =
        admin.pods().inNamespace("kube-system").withName("kube-apiserver-" + node.name()).get();
    return mirror != null
        && stamp.equals(mirror.getMetadata().getAnnotations().get(STAMP))
        && mirror.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  /** The same manifest with other limits; requests stay below them. */
  static Pod limited(Pod manifest, Scenario.ApiServer limits, String stamp) {
    Map<String, Quantity> quantities = new HashMap<>();
    quantities.put("cpu", new Quantity(limits.cpu()));
    if (limits.memory() != null) {
      quantities.put("memory", new Quantity(limits.memory()));
    }
    ResourceRequirements resources =
        new ResourceRequirementsBuilder()
            .addToRequests("cpu", new Quantity("250m"))
            .addToLimits(quantities)
            .build();
    Pod copy =
        new PodBuilder(manifest)
            .editMetadata()
            .addToAnnotations(STAMP, stamp)
            .endMetadata()
            .build();
    for (Container container : copy.getSpec().getContainers()) {
      container.setResources(resources);
    }
    return copy;
  }
}
