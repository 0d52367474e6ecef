package dev.halligan.control.workloads;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.AdminLane;
import dev.halligan.control.Pages;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PartialObjectMetadata;
import io.fabric8.kubernetes.api.model.PartialObjectMetadataList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pods of a workload, also of one that is gone. They get {@link #GRACE} to end: a culprit that
 * uses all of its own would go on firing. What keeps state ends as it asked to. Only metadata is
 * read. The selector is remembered; when it is not known (the operator restarted and the workload
 * is gone), the namespace is read once.
 */
final class OwnedPods {
  /** Seconds. */
  private static final long GRACE = 1;

  private static final String UNFINISHED = "status.phase!=Succeeded,status.phase!=Failed";

  /** {@code exact}: the selector found nothing else. */
  private record Found(List<ObjectMeta> owned, LabelSelector selector, boolean exact) {}

  private final AdminLane lane;
  private final Map<WorkloadReference, LabelSelector> selectors = new ConcurrentHashMap<>();

  OwnedPods(AdminLane lane) {
    this.lane = lane;
  }

  void remember(WorkloadReference workload, LabelSelector selector) {
    selectors.put(workload, selector);
  }

  boolean isRemembered(WorkloadReference workload) {
    return selectors.containsKey(workload);
  }

  /** Pods that still run or are ending. */
  int count(WorkloadReference workload) {
    return lane.read("list the pods of " + workload, c -> find(c, workload)).owned().size();
  }

  /** Asks for all of them to end; those that are ending already are left alone. */
  void delete(WorkloadReference workload) {
    var found = lane.read("list the pods of " + workload, c -> find(c, workload));
    var running = found.owned().stream().filter(p -> p.getDeletionTimestamp() == null).toList();
    if (running.isEmpty()) {
      return;
    }
    lane.write("delete the pods of " + workload, c -> delete(c, workload, found, running));
  }

  private static boolean delete(
      KubernetesClient client, WorkloadReference workload, Found found, List<ObjectMeta> running) {
    var pods = client.pods().inNamespace(workload.namespace());
    var ownGrace = WorkloadKind.of(workload) == WorkloadKind.STATEFUL_SET;
    if (found.exact()) {
      var all = pods.withLabelSelector(found.selector());
      (ownGrace ? all : all.withGracePeriod(GRACE)).delete();
    } else {
      running.stream()
          .map(p -> pods.withName(p.getName()))
          .forEach(p -> (ownGrace ? p : p.withGracePeriod(GRACE)).delete());
    }
    return true;
  }

  private Found find(KubernetesClient client, WorkloadReference workload) {
    var selector = selectors.get(workload);
    var all = new ArrayList<ObjectMeta>();
    Pages.each(
        options -> page(client, workload, selector, options),
        PartialObjectMetadataList::getMetadata,
        Pages::items,
        (PartialObjectMetadata pod) -> all.add(pod.getMetadata()));
    var owned = all.stream().filter(pod -> Ownership.owns(workload, pod)).toList();
    if (selector == null) {
      rememberCommonLabels(workload, owned);
    }
    return new Found(owned, selector, selector != null && owned.size() == all.size());
  }

  private static PartialObjectMetadataList page(
      KubernetesClient client,
      WorkloadReference workload,
      LabelSelector selector,
      ListOptions options) {
    var pods = client.pods().inNamespace(workload.namespace());
    options.setFieldSelector(UNFINISHED);
    return selector == null
        ? pods.listAsPartialObjectMetadata(options)
        : pods.withLabelSelector(selector).listAsPartialObjectMetadata(options);
  }

  private void rememberCommonLabels(WorkloadReference workload, List<ObjectMeta> owned) {
    var labels = Ownership.commonLabels(owned);
    if (!labels.isEmpty()) {
      remember(workload, new LabelSelectorBuilder().withMatchLabels(labels).build());
    }
  }
}
