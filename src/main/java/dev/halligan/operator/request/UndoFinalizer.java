package dev.halligan.operator.request;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.operator.store.Finalizer;
import dev.halligan.operator.store.RecoveryRequests;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the record of a running recovery while there is something to undo: deleting the request
 * means aborting it.
 */
public record UndoFinalizer(Finalizer finalizer) {

  /** What the request needs now. */
  enum FinalizerAction {
    NOTHING,
    HOLD,
    ABORT,
    RELEASE
  }

  public static FinalizerAction wish(RecoveryRequest request) {
    boolean held = Finalizer.isOn(request);
    if (!RecoveryRequests.isUnfinished(request) || RecoveryRequests.isDryRun(request)) {
      return held ? FinalizerAction.RELEASE : FinalizerAction.NOTHING;
    }
    if (Finalizer.isDeleted(request)) {
      return held && !Boolean.TRUE.equals(request.getSpec().abort())
          ? FinalizerAction.ABORT
          : FinalizerAction.NOTHING;
    }
    return held ? FinalizerAction.NOTHING : FinalizerAction.HOLD;
  }

  /** Carries out the action; returns the request as it is now, or empty if it is gone. */
  Optional<RecoveryRequest> settle(RecoveryRequest request) {
    return switch (wish(request)) {
      case NOTHING -> Optional.of(request);
      case HOLD -> finalizer.add(request);
      case ABORT -> finalizer.patch(request, Map.of(), Map.of("abort", true));
      case RELEASE -> finalizer.remove(request);
    };
  }
}
