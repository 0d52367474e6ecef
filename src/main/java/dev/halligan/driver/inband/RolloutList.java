package dev.halligan.driver.inband;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import dev.halligan.control.PagedList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
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
 * ControllerRevision) if any, otherwise the creation; for a CronJob, a later change of its spec.
 * Omits Jobs of a CronJob and finished Jobs.
 */
final class RolloutList {
  private final KubernetesClient client;
  private final int nodes;
  private final Map<String, Instant> newestRevision = new HashMap<>();
  private final List<Rollout> rollouts = new ArrayList<>();

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
    revision
        .getOwnerReferences()
        .forEach(owner -> newestRevision.merge(owner.getUid(), created, RolloutList::later));
  }

  private void add(DaemonSet set) {
    var wanted = set.getStatus() == null ? null : set.getStatus().getDesiredNumberScheduled();
    add("DaemonSet", set, orZero(wanted), orZero(wanted), set.getSpec().getTemplate());
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
    var finished = job.getStatus() != null && job.getStatus().getCompletionTime() != null;
    var ofCronJob =
        job.getMetadata().getOwnerReferences().stream()
            .anyMatch(o -> o.getKind().equals("CronJob"));
    if (!finished && !ofCronJob) {
      var active = job.getStatus() == null ? null : job.getStatus().getActive();
      addReplicated("Job", job, orZero(active), job.getSpec().getTemplate());
    }
  }

  private void addReplicated(
      String kind, HasMetadata owner, Integer pods, PodTemplateSpec template) {
    add(kind, owner, orZero(pods), Math.min(orZero(pods), nodes), template);
  }

  private void add(
      String kind, HasMetadata owner, int pods, int onNodes, PodTemplateSpec template) {
    var metadata = owner.getMetadata();
    var workload = new WorkloadReference(kind, metadata.getNamespace(), metadata.getName());
    var account = template.getSpec().getServiceAccountName();
    rollouts.add(
        new Rollout(
            workload,
            changedAt(kind, metadata),
            pods,
            onNodes,
            account == null ? "default" : account));
  }

  private Instant changedAt(String kind, ObjectMeta metadata) {
    var created = Instant.parse(metadata.getCreationTimestamp());
    var revised = newestRevision.getOrDefault(metadata.getUid(), created);
    return kind.equals("CronJob")
        ? later(revised, specChangedAt(metadata, created))
        : later(revised, created);
  }

  /** Only people and their tools write to a CronJob itself; its controller writes its status. */
  private static Instant specChangedAt(ObjectMeta metadata, Instant created) {
    return metadata.getManagedFields().stream()
        .filter(entry -> entry.getSubresource() == null || entry.getSubresource().isEmpty())
        .filter(entry -> entry.getTime() != null)
        .map(entry -> Instant.parse(entry.getTime()))
        .reduce(created, RolloutList::later);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static int orZero(Integer value) {
    return value == null ? 0 : value;
  }
}
