package dev.halligan.driver.hosted;

import dev.halligan.api.v1alpha1.HostedWorkload;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.driver.inband.ControllerStop;
import dev.halligan.sidecar.FreezeAnnotations;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A controller-manager that is a workload of the management cluster: scaled to 0 and back. The
 * workload's annotations hold its former replicas and the expiry, so that the reaper ends a freeze
 * that is not renewed. Without such a workload, only leases keep nodes alive.
 */
final class HostedControllers implements ControllerStop {
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("halligan")
          .build();

  private final GuardedClient management;
  private final String namespace;
  private final HostedWorkload controllers;
  private final Clock clock;

  /** {@code management} leads to the cluster where the control plane runs. */
  HostedControllers(GuardedClient management, Hosted hosted, Clock clock) {
    this.management = management;
    this.namespace = hosted.namespace();
    this.controllers = hosted.controllerManager();
    this.clock = clock;
  }

  @Override
  public boolean isPossible() {
    return controllers != null;
  }

  /** UNSUPPORTED if there is no workload to stop. */
  @Override
  public void stop(Duration ttl) {
    if (controllers == null) {
      throw new ControlFailure(
          Reason.UNSUPPORTED,
          "the spec names no controller-manager to stop; nodes are kept alive only by renewing"
              + " their leases, while the admin lane answers",
          "set spec.controlPlane.hosted.controllerManager to its workload, if it has one");
    }
    var workload = read().orElseThrow(this::gone);
    var replicas = replicas(workload);
    var frozen = FreezeAnnotations.on(workload);
    if (replicas == 0 && frozen.isEmpty()) {
      return; // a person stopped it, so only a person may start it
    }
    var count = replicas > 0 ? replicas : frozen.get().replicas();
    patch(workload, FreezeAnnotations.of(count, clock.instant(), ttl).freezing(version(workload)));
  }

  /** Keeps a count that a person has set meanwhile. */
  @Override
  public void start() {
    if (controllers != null) {
      read().ifPresent(this::start);
    }
  }

  private void start(GenericKubernetesResource workload) {
    var replicas = replicas(workload);
    FreezeAnnotations.on(workload)
        .map(frozen -> replicas == 0 ? frozen.replicas() : replicas)
        .ifPresent(count -> patch(workload, FreezeAnnotations.ending(version(workload), count)));
  }

  @Override
  public void tryStart() {
    try {
      start();
    } catch (ControlFailure e) {
      if (e.reason() == Reason.STALE_EPOCH) {
        throw e;
      }
    }
  }

  private static int replicas(GenericKubernetesResource workload) {
    Integer replicas = workload.get("spec", "replicas");
    return replicas == null ? 1 : replicas;
  }

  private static String version(GenericKubernetesResource workload) {
    return workload.getMetadata().getResourceVersion();
  }

  private Optional<GenericKubernetesResource> read() {
    return Optional.ofNullable(management.read("read " + name(), c -> resource(c).get()));
  }

  private void patch(GenericKubernetesResource workload, String patch) {
    management.write("scale " + name(), c -> resource(c).patch(MERGE, patch));
  }

  private ControlFailure gone() {
    return new ControlFailure(
        Reason.NOT_FOUND,
        name() + " does not exist, so no controller-manager was stopped",
        "correct spec.controlPlane.hosted.controllerManager");
  }

  private String name() {
    return controllers.kind() + " " + namespace + "/" + controllers.name();
  }

  private Resource<GenericKubernetesResource> resource(KubernetesClient client) {
    var context =
        new ResourceDefinitionContext.Builder()
            .withGroup("apps")
            .withVersion("v1")
            .withKind(controllers.kind())
            .withPlural(controllers.kind().toLowerCase(Locale.ROOT) + "s")
            .withNamespaced(true)
            .build();
    return client
        .genericKubernetesResources(context)
        .inNamespace(namespace)
        .withName(controllers.name());
  }
}
