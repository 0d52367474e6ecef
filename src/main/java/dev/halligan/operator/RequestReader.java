package dev.halligan.operator;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.control.Pages;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads requests as the server holds them now: caches may be a moment behind. In small pages,
 * however many there are.
 */
final class RequestReader {
  /** A whole request takes up to 80 KB of heap, a page of them 2 MB. */
  static final long PAGE = 25;

  private final KubernetesClient client;

  RequestReader(KubernetesClient client) {
    this.client = client;
  }

  /** The requests of the namespace that have not ended, and some that have. */
  RequestBook unfinished(String namespace) {
    return new RequestBook(list(namespace, FinishedMark.UNMARKED));
  }

  /** What has not ended in the namespace, and the cluster's whole history. */
  RequestBook of(String namespace, String cluster) {
    // in this order: one that ends in between is in both lists, not in neither
    List<RecoveryRequest> found = list(namespace, FinishedMark.UNMARKED);
    FinishedMark.of(cluster).ifPresent(ended -> found.addAll(list(namespace, ended)));
    return new RequestBook(found);
  }

  private List<RecoveryRequest> list(String namespace, String selector) {
    var requests =
        client.resources(RecoveryRequest.class).inNamespace(namespace).withLabelSelector(selector);
    List<RecoveryRequest> found = new ArrayList<>();
    Pages.each(
        PAGE,
        requests::list,
        KubernetesResourceList::getMetadata,
        KubernetesResourceList::getItems,
        found::add);
    return found;
  }
}
