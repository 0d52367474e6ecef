package dev.halligan.driver.inband;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import dev.halligan.control.PagedList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.api.model.PartialObjectMetadataList;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.MetadataListable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All workloads with the time of their last change: the newest revision (ReplicaSet or
 * ControllerRevision) if any, otherwise the creation, or a later change of the spec. A rollback
 * takes up an old revision and a scale makes none: the spec tells of the one, and the ReplicaSet's
 * of both. Omits Jobs of a CronJob and finished Jobs.
 */
final class RolloutList {
  private static final String CONTROLLERS = "kube-controller-manager";
  private static final String SCALE = "scale";

  private final KubernetesClient client;
  private final int nodes;
  private final Map<String, Instant> newestRevision = new HashMap<>();
  private final Map<String, Instant> newestScale = new HashMap<>();
  private final List<Rollout> rollouts = new ArrayList<>();

  /**
   * @param nodes of the cluster, 0 if unknown
   */
  RolloutList(KubernetesClient client, int nodes) {
    this.client = client;
    this.nodes = nodes;
  }

  List<Rollout> read() {
    revisions(client.apps().replicaSets().inAnyNamespace());
    revisions(client.apps().controllerRevisions().inAnyNamespace());
    each(client.apps().daemonSets().inAnyNamespace(), this::add);
    each(client.apps().deployments().inAnyNamespace(), this::add);
    each(client.apps().statefulSets().inAnyNamespace(), this::add);
    each(client.batch().v1().cronjobs().inAnyNamespace(), this::add);
    each(client.batch().v1().jobs().inAnyNamespace(), this::add);
    return List.copyOf(rollouts);
  }

  private static <T extends HasMetadata, L extends KubernetesResourceList<T>> void each(
      Listable<L> list, Consumer<T> visit) {
    Function<L, List<T>> items = KubernetesResourceList::getItems;
    PagedList.each(list::list, KubernetesResourceList::getMetadata, items, visit);
  }

  private void revisions(MetadataListable list) {
    PagedList.each(
        list::listAsPartialObjectMetadata,
        PartialObjectMetadataList::getMetadata,
        PagedList::items,
        (PartialObjectMetadata revision) -> revision(revision.getMetadata()));
  }

  private void revision(ObjectMeta revision) {
    var created = Instant.parse(revision.getCreationTimestamp());
    var scaled = specChangedAt(revision, created);
    for (var owner : revision.getOwnerReferences()) {
      newestRevision.merge(owner.getUid(), created, RolloutList::later);
      newestScale.merge(owner.getUid(), scaled, RolloutList::later);
    }
  }

  private void add(DaemonSet set) {
    int wanted = wanted(set);
    add("DaemonSet", set, wanted, wanted, set.getSpec().getTemplate());
  }

  /** Until its controller has looked at it, which an overload delays, on every node. */
  private int wanted(DaemonSet set) {
    var status = set.getStatus();
    return status == null || status.getObservedGeneration() == null
        ? nodes
        : orZero(status.getDesiredNumberScheduled());
  }

  private void add(Deployment deployment) {
    var spec = deployment.getSpec();
    addReplicated("Deployment", deployment, spec.getReplicas(), spec.getTemplate());
  }

  private void add(StatefulSet set) {
    addReplicated("StatefulSet", set, set.getSpec().getReplicas(), set.getSpec().getTemplate());
  }

  private void add(CronJob cronJob) {
    var active = cronJob.getStatus() == null ? 0 : cronJob.getStatus().getActive().size();
    var template = cronJob.getSpec().getJobTemplate().getSpec();
    var parallelism = template.getParallelism() == null ? 1 : template.getParallelism();
    addReplicated("CronJob", cronJob, active * parallelism, template.getTemplate());
  }

  private void add(Job job) {
    var top = TopWorkload.ofJob(job.getMetadata());
    if (!isFinished(job) && !top.kind().equals("CronJob")) {
      var active = job.getStatus() == null ? null : job.getStatus().getActive();
      add(
          top,
          Instant.parse(job.getMetadata().getCreationTimestamp()),
          orZero(active),
          onNodes(orZero(active)),
          job.getSpec().getTemplate());
    }
  }

  /** A Job that failed has no completion time. */
  private static boolean isFinished(Job job) {
    return job.getStatus() != null
        && (job.getStatus().getCompletionTime() != null
            || job.getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals("Failed") && c.getStatus().equals("True")));
  }

  private void addReplicated(
      String kind, HasMetadata owner, Integer pods, PodTemplateSpec template) {
    add(kind, owner, orZero(pods), onNodes(orZero(pods)), template);
  }

  /** The most nodes that so many pods can run on. */
  private int onNodes(int pods) {
    return nodes == 0 ? pods : Math.min(pods, nodes);
  }

  private void add(
      String kind, HasMetadata owner, int pods, int onNodes, PodTemplateSpec template) {
    var metadata = owner.getMetadata();
    var workload = new WorkloadReference(kind, metadata.getNamespace(), metadata.getName());
    add(workload, changedAt(metadata), pods, onNodes, template);
  }

  private void add(
      WorkloadReference workload,
      Instant changedAt,
      int pods,
      int onNodes,
      PodTemplateSpec template) {
    var account = template.getSpec().getServiceAccountName();
    rollouts.add(
        new Rollout(workload, changedAt, pods, onNodes, account == null ? "default" : account));
  }

  private Instant changedAt(ObjectMeta metadata) {
    var created = Instant.parse(metadata.getCreationTimestamp());
    var revised = newestRevision.getOrDefault(metadata.getUid(), created);
    var changed = later(revised, specChangedAt(metadata, created));
    return isAutoscaled(metadata)
        ? changed
        : later(changed, newestScale.getOrDefault(metadata.getUid(), created));
  }

  /** An autoscaler scales at any time, and an overload makes it do so. */
  private static boolean isAutoscaled(ObjectMeta metadata) {
    return metadata.getManagedFields().stream()
        .anyMatch(
            entry ->
                CONTROLLERS.equals(entry.getManager()) && SCALE.equals(entry.getSubresource()));
  }

  private static Instant specChangedAt(ObjectMeta metadata, Instant created) {
    return metadata.getManagedFields().stream()
        .filter(RolloutList::changesSpec)
        .filter(entry -> entry.getTime() != null)
        .map(entry -> Instant.parse(entry.getTime()))
        .reduce(created, RolloutList::later);
  }

  /** Not what controllers write: status and notes. The API server dates no write of a scale. */
  private static boolean changesSpec(ManagedFieldsEntry entry) {
    var ofTheObject = entry.getSubresource() == null || entry.getSubresource().isEmpty();
    return ofTheObject
        && (entry.getFieldsV1() == null
            || entry.getFieldsV1().getAdditionalProperties().containsKey("f:spec"));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static int orZero(Integer value) {
    return value == null ? 0 : value;
  }
}
