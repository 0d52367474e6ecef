package dev.halligan.driver.hosted.pods;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;

/**
 * The operator's own pod: helper pods run the same image in the same way with other arguments.
 * Throws ControlFailure.
 */
public final class OperatorPod {
  private static final Map<String, Quantity> REQUESTS =
      Map.of("cpu", new Quantity("20m"), "memory", new Quantity("96Mi"));
  private static final Map<String, Quantity> LIMITS = Map.of("memory", new Quantity("192Mi"));

  private final GuardedClient management;
  private final String namespace;
  private final String name;
  private final String container;

  /** {@code container}: the operator's container, if there are several. */
  public OperatorPod(GuardedClient management, String namespace, String name, String container) {
    this.management = management;
    this.namespace = namespace;
    this.name = name;
    this.container = container;
  }

  public String namespace() {
    return namespace;
  }

  /**
   * The specification of a helper pod that never restarts.
   *
   * @param arguments of the program
   * @param withRights whether it has the operator's permissions, or none at all
   */
  public PodSpec beside(List<String> arguments, boolean withRights) {
    var own = read();
    var image = container(own);
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withServiceAccountName(withRights ? own.getSpec().getServiceAccountName() : null)
        .withAutomountServiceAccountToken(withRights)
        .withPriorityClassName(own.getSpec().getPriorityClassName())
        .withEnableServiceLinks(false)
        .withTerminationGracePeriodSeconds(1L)
        .withSecurityContext(own.getSpec().getSecurityContext())
        .withImagePullSecrets(own.getSpec().getImagePullSecrets())
        .withNodeSelector(own.getSpec().getNodeSelector())
        .withTolerations(own.getSpec().getTolerations())
        .addNewContainer()
        .withName("halligan")
        .withImage(image.getImage())
        .withImagePullPolicy(image.getImagePullPolicy())
        .withArgs(arguments)
        .withNewResources()
        .withRequests(REQUESTS)
        .withLimits(LIMITS)
        .endResources()
        .withSecurityContext(image.getSecurityContext())
        .addNewVolumeMount()
        .withName("tmp")
        .withMountPath("/tmp")
        .endVolumeMount()
        .endContainer()
        .addNewVolume()
        .withName("tmp")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .build();
  }

  private Pod read() {
    var pod =
        management.read(
            "read the operator's own pod " + namespace + "/" + name,
            c -> c.pods().inNamespace(namespace).withName(name).get());
    if (pod == null) {
      throw new ControlFailure(
          Reason.NOT_FOUND,
          ("the operator's own pod %s/%s does not exist, so its image is unknown and nothing was"
                  + " started")
              .formatted(namespace, name),
          "run the operator as a pod with POD_NAME and POD_NAMESPACE set, as operator/base does");
    }
    return pod;
  }

  private Container container(Pod own) {
    var all = own.getSpec().getContainers();
    return all.stream().filter(c -> c.getName().equals(container)).findFirst().orElse(all.get(0));
  }
}
