package dev.halligan.control.lifecycle;

import dev.halligan.api.v1alpha1.HostedWorkload;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.control.AdminLane;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
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
 * Where the controller-manager is a workload of the management cluster: it is scaled to 0 and back.
 * The workload itself says how many replicas it had and until when, so that the keeper ends a
 * freeze that nobody renews. Without such a workload there are only the leases.
 */
public final class HostedLifecycle extends LeasesElseStop {
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("halligan")
          .build();

  private final AdminLane management;
  private final String namespace;
  private final HostedWorkload controllers;
  private final Clock clock;

  /** {@code lane} leads into the target, {@code management} to where its control plane runs. */
  public HostedLifecycle(AdminLane lane, AdminLane management, Hosted hosted, Clock clock) {
    super(lane, clock);
    this.management = management;
    this.namespace = hosted.namespace();
    this.controllers = hosted.controllerManager();
    this.clock = clock;
  }

  /** Leases also where there is no choice; those of a large cluster take longer to renew. */
  @Override
  public Method choose(boolean adminLaneOpen) {
    return controllers == null ? Method.RENEW_LEASES : super.choose(adminLaneOpen);
  }

  /** UNSUPPORTED where there is nothing to stop. */
  @Override
  void stop(Duration ttl) {
    if (controllers == null) {
      throw new ControlFailure(
          Reason.UNSUPPORTED,
          "no controller-manager is described that could be stopped; nodes are kept alive by"
              + " their leases only, while the admin lane is open",
          "name its workload in spec.controlPlane.hosted.controllerManager, if it has one");
    }
    var workload = read().orElseThrow(this::gone);
    var replicas = replicas(workload);
    var frozen = Frozen.on(workload);
    if (replicas == 0 && frozen.isEmpty()) {
      return; // a person has stopped it, and nobody but them may start it
    }
    var count = replicas > 0 ? replicas : frozen.get().replicas();
    patch(workload, Frozen.of(count, clock.instant(), ttl).freezing(version(workload)));
  }

  /** A count that a person has set meanwhile stays. */
  @Override
  void start() {
    if (controllers != null) {
      read().ifPresent(this::start);
    }
  }

  private void start(GenericKubernetesResource workload) {
    var replicas = replicas(workload);
    Frozen.on(workload)
        .map(frozen -> replicas == 0 ? frozen.replicas() : replicas)
        .ifPresent(count -> patch(workload, Frozen.ending(version(workload), count)));
  }

  @Override
  void tryStart() {
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
        name() + " is not there, so no controller-manager was stopped",
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
