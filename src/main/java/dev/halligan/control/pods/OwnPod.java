package dev.halligan.control.pods;

import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;

/**
 * The operator's own pod: what it starts beside itself runs the same image in the same way, with
 * other arguments. Throws ControlFailure.
 */
public final class OwnPod {
  private static final Map<String, Quantity> REQUESTS =
      Map.of("cpu", new Quantity("20m"), "memory", new Quantity("96Mi"));
  private static final Map<String, Quantity> LIMITS = Map.of("memory", new Quantity("192Mi"));

  private final AdminLane management;
  private final String namespace;
  private final String name;
  private final String container;

  /** {@code container}: the operator among the pod's containers, if there are several. */
  public OwnPod(AdminLane management, String namespace, String name, String container) {
    this.management = management;
    this.namespace = namespace;
    this.name = name;
    this.container = container;
  }

  public String namespace() {
    return namespace;
  }

  /**
   * The specification of a pod beside it that never restarts.
   *
   * @param arguments of the program
   * @param withRights whether it acts with the operator's rights, or has none at all
   */
  PodSpec beside(List<String> arguments, boolean withRights) {
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
          "the operator's own pod %s/%s is not there, so its image is not known and nothing was started beside it"
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
