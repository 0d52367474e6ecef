package dev.halligan.operator.store;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.control.PagedList;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads requests from the server, because caches may lag. Reads small pages, however many there
 * are.
 */
public final class RequestReader {
  /** A whole request takes up to 80 KB of heap, a page of them 2 MB. */
  public static final long PAGE = 25;

  private final KubernetesClient client;

  public RequestReader(KubernetesClient client) {
    this.client = client;
  }

  /** The unfinished requests of the namespace, and some finished ones. */
  public RecoveryRequests unfinished(String namespace) {
    return new RecoveryRequests(list(namespace, FinishedMark.UNMARKED));
  }

  /** The unfinished requests of the namespace, and the cluster's whole history. */
  RecoveryRequests of(String namespace, String cluster) {
    // in this order: a request that ends in between is in both lists, not in neither
    List<RecoveryRequest> found = list(namespace, FinishedMark.UNMARKED);
    FinishedMark.of(cluster).ifPresent(ended -> found.addAll(list(namespace, ended)));
    return new RecoveryRequests(found);
  }

  private List<RecoveryRequest> list(String namespace, String selector) {
    var requests =
        client.resources(RecoveryRequest.class).inNamespace(namespace).withLabelSelector(selector);
    List<RecoveryRequest> found = new ArrayList<>();
    PagedList.each(
        PAGE,
        requests::list,
        KubernetesResourceList::getMetadata,
        KubernetesResourceList::getItems,
        found::add);
    return found;
  }
}
