package dev.halligan.operator;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the record of a running recovery from vanishing while there is something to undo: to delete
 * it means to abort it.
 */
record UndoFinalizer(Finalizer finalizer) {

  /** What the request needs now. */
  enum Wish {
    NOTHING,
    HOLD,
    ABORT,
    RELEASE
  }

  static Wish wish(RecoveryRequest request) {
    boolean held = Finalizer.isOn(request);
    if (!RequestBook.isUnfinished(request) || RequestBook.isDryRun(request)) {
      return held ? Wish.RELEASE : Wish.NOTHING;
    }
    if (Finalizer.isDeleted(request)) {
      return held && !Boolean.TRUE.equals(request.getSpec().abort()) ? Wish.ABORT : Wish.NOTHING;
    }
    return held ? Wish.NOTHING : Wish.HOLD;
  }

  /** Grants the wish; returns the request as it is now, empty when it is gone. */
  Optional<RecoveryRequest> settle(RecoveryRequest request) {
    return switch (wish(request)) {
      case NOTHING -> Optional.of(request);
      case HOLD -> finalizer.add(request);
      case ABORT -> finalizer.patch(request, Map.of(), Map.of("abort", true));
      case RELEASE -> finalizer.remove(request);
    };
  }
}
