package dev.halligan.operator.store;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The label by which lists and watches leave out finished requests. It is only an index: the
 * conditions tell whether a request has ended, and a label that a person sets on a running request
 * is removed again.
 */
public record FinishedMark(Finalizer finalizer) {
  /** Label of a finished request. Only an index for lists; the status is authoritative. */
  public static final String LABEL = "halligan.dev/finished";

  /** Selects unfinished requests, and finished ones that are not marked yet. */
  static final String UNMARKED = "!" + LABEL;

  private static final Pattern LABEL_VALUE =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  static boolean isOn(RecoveryRequest request) {
    Map<String, String> labels = request.getMetadata().getLabels();
    return labels != null && labels.containsKey(LABEL);
  }

  /** Whether the label agrees with the conditions. */
  static boolean isRight(RecoveryRequest request) {
    return isOn(request) != RecoveryRequests.isUnfinished(request);
  }

  /** Selects the cluster's finished requests; empty for a name that no label can hold. */
  static Optional<String> of(String cluster) {
    return Optional.ofNullable(cluster)
        .filter(c -> LABEL_VALUE.matcher(c).matches())
        .map(c -> LABEL + "," + RequestFactory.CLUSTER_LABEL + "=" + c);
  }

  /** Whether it is finished and marked, so that nothing is left to do for it. */
  public static boolean isEnded(RecoveryRequest request) {
    return isOn(request) && isRight(request) && !Finalizer.isOn(request);
  }

  /** Sets or removes the label; returns the request as it is now, or empty if it is gone. */
  public Optional<RecoveryRequest> settle(RecoveryRequest request) {
    if (isRight(request)) {
      return Optional.of(request);
    }
    Map<String, String> labels = new HashMap<>();
    labels.put(LABEL, isOn(request) ? null : "true");
    String cluster = RecoveryRequests.cluster(request);
    of(cluster).ifPresent(_ -> labels.put(RequestFactory.CLUSTER_LABEL, cluster));
    return finalizer.patch(request, Map.of("labels", labels), Map.of());
  }
}
