package dev.halligan.driver.inband;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.WorkloadKind;
import dev.halligan.control.Workloads;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;

/**
 * Workloads over the admin lane. A CronJob or Job has no replicas: 0 means suspended and 1 not
 * suspended; suspending a Job ends its pods. A DaemonSet cannot be scaled.
 */
public final class TargetWorkloads implements Workloads {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("halligan")
          .build();

  private final GuardedClient lane;
  private final OwnedPods pods;

  public TargetWorkloads(GuardedClient lane) {
    this.lane = lane;
    this.pods = new OwnedPods(lane);
  }

  @Override
  public Optional<Integer> replicas(WorkloadReference workload) {
    var kind = WorkloadKind.of(workload);
    return get(workload).flatMap(found -> replicas(kind, found));
  }

  private static Optional<Integer> replicas(WorkloadKind kind, GenericKubernetesResource found) {
    if (kind.isSuspendable()) {
      return Optional.of(Boolean.TRUE.equals(found.<Boolean>get("spec", "suspend")) ? 0 : 1);
    }
    return Optional.ofNullable(found.<Integer>get("spec", "replicas"));
  }

  @Override
  public boolean scale(WorkloadReference workload, int expected, int replicas) {
    var kind = scalable(workload);
    var found = get(workload);
    var now = found.flatMap(f -> replicas(kind, f));
    if (now.equals(Optional.of(replicas))) {
      return true;
    }
    if (!now.equals(Optional.of(expected))) {
      return false;
    }
    patchReplicas(workload, kind, replicas, found.get().getMetadata().getResourceVersion());
    return true;
  }

  private static WorkloadKind scalable(WorkloadReference workload) {
    var kind = WorkloadKind.of(workload);
    if (kind == WorkloadKind.DAEMON_SET) {
      throw new ControlFailure(
          Reason.UNSUPPORTED,
          workload + " has no replica count; it was not changed",
          "remove it instead: Halligan keeps its definition and can create it again");
    }
    return kind;
  }

  private void patchReplicas(
      WorkloadReference workload, WorkloadKind kind, int replicas, String version) {
    var spec =
        kind.isSuspendable()
            ? "{\"suspend\":" + (replicas == 0) + "}"
            : "{\"replicas\":" + replicas + "}";
    var patch = "{\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"spec\":" + spec + "}";
    lane.write("scale " + workload, c -> resource(c, workload).patch(MERGE, patch));
  }

  @Override
  public Optional<String> export(WorkloadReference workload) {
    return get(workload).map(found -> Definition.strip(JSON.asJson(found)));
  }

  @Override
  public Optional<String> uid(WorkloadReference workload) {
    return get(workload).map(found -> found.getMetadata().getUid());
  }

  @Override
  public Removal remove(WorkloadReference workload, String uid) {
    var found = get(workload);
    if (found.isEmpty()) {
      return Removal.GONE;
    }
    var metadata = found.get().getMetadata();
    if (!metadata.getUid().equals(uid)) {
      return Removal.ANOTHER;
    }
    rememberSelector(workload, found.get());
    lane.write(
        "delete " + workload,
        c -> resource(c, workload).lockResourceVersion(metadata.getResourceVersion()).delete());
    return Removal.DELETED;
  }

  private void rememberSelector(WorkloadReference workload, GenericKubernetesResource found) {
    Object selector = found.get("spec", "selector");
    if (selector != null) {
      pods.remember(workload, JSON.convertValue(selector, LabelSelector.class));
    }
  }

  @Override
  public int podsLeft(WorkloadReference workload) {
    learnSelector(workload);
    return pods.count(workload);
  }

  @Override
  public void deletePods(WorkloadReference workload) {
    learnSelector(workload);
    pods.delete(workload);
  }

  private void learnSelector(WorkloadReference workload) {
    WorkloadKind.of(workload);
    if (!pods.isRemembered(workload)) {
      get(workload).ifPresent(found -> rememberSelector(workload, found));
    }
  }

  @Override
  public boolean recreate(String exported) {
    var definition = JSON.unmarshal(exported, GenericKubernetesResource.class);
    var metadata = definition.getMetadata();
    var workload =
        new WorkloadReference(definition.getKind(), metadata.getNamespace(), metadata.getName());
    try {
      var context = WorkloadKind.of(workload).context();
      lane.write(
          "recreate " + workload,
          c ->
              c.genericKubernetesResources(context)
                  .inNamespace(workload.namespace())
                  .resource(definition)
                  .create());
      return true;
    } catch (ControlFailure e) {
      if (e.reason() == Reason.CONFLICT) {
        return false;
      }
      throw e;
    }
  }

  private Optional<GenericKubernetesResource> get(WorkloadReference workload) {
    return Optional.ofNullable(lane.read("read " + workload, c -> resource(c, workload).get()));
  }

  private static Resource<GenericKubernetesResource> resource(
      KubernetesClient client, WorkloadReference workload) {
    return client
        .genericKubernetesResources(WorkloadKind.of(workload).context())
        .inNamespace(workload.namespace())
        .withName(workload.name());
  }
}
