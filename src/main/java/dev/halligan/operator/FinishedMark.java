package dev.halligan.operator;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The label by which lists and watches leave out the requests that have ended. It is an index and
 * no truth: whether a request has ended is told by its conditions, and a label that a person set on
 * a running one is taken off again.
 */
record FinishedMark(Finalizer finalizer) {
  static final String LABEL = "halligan.dev/finished";

  /** Selects what has not ended, and what has but is not marked yet. */
  static final String UNMARKED = "!" + LABEL;

  private static final Pattern LABEL_VALUE =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  static boolean isOn(RecoveryRequest request) {
    Map<String, String> labels = request.getMetadata().getLabels();
    return labels != null && labels.containsKey(LABEL);
  }

  /** Whether label and conditions say the same. */
  static boolean isRight(RecoveryRequest request) {
    return isOn(request) != RequestBook.isUnfinished(request);
  }

  /** Selects the requests of the cluster that have ended; empty for a name no label can hold. */
  static Optional<String> of(String cluster) {
    return Optional.ofNullable(cluster)
        .filter(c -> LABEL_VALUE.matcher(c).matches())
        .map(c -> LABEL + "," + RequestMaker.CLUSTER_LABEL + "=" + c);
  }

  /** Whether it has ended and says so in its label: there is nothing left to do for it. */
  static boolean isEnded(RecoveryRequest request) {
    return isOn(request) && isRight(request) && !Finalizer.isOn(request);
  }

  /** Sets or removes the label; returns the request as it is now, empty when it is gone. */
  Optional<RecoveryRequest> settle(RecoveryRequest request) {
    if (isRight(request)) {
      return Optional.of(request);
    }
    Map<String, String> labels = new HashMap<>();
    labels.put(LABEL, isOn(request) ? null : "true");
    String cluster = RequestBook.cluster(request);
    of(cluster).ifPresent(_ -> labels.put(RequestMaker.CLUSTER_LABEL, cluster));
    return finalizer.patch(request, Map.of("labels", labels), Map.of());
  }
}
