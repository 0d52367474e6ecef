package dev.halligan.driver.inband;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.PagedList;
import dev.halligan.control.WorkloadKind;
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
 * The pods of a workload, even if it is gone. They get {@link #GRACE} to end, because a culprit
 * that uses its own grace period would continue its load; StatefulSets keep theirs. Reads only
 * metadata. Remembers the selector; if it is unknown (the operator restarted and the workload is
 * gone), reads the namespace once.
 */
final class OwnedPods {
  /** Seconds. */
  private static final long GRACE = 1;

  private static final String UNFINISHED = "status.phase!=Succeeded,status.phase!=Failed";

  /** {@code exact}: the selector matched nothing else. */
  private record Found(List<ObjectMeta> owned, LabelSelector selector, boolean exact) {}

  private final GuardedClient lane;
  private final Map<WorkloadReference, LabelSelector> selectors = new ConcurrentHashMap<>();

  OwnedPods(GuardedClient lane) {
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

  /** Deletes all of them, except those that are already terminating. */
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
    PagedList.each(
        options -> page(client, workload, selector, options),
        PartialObjectMetadataList::getMetadata,
        PagedList::items,
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
