package dev.halligan.recovery.record;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;

/**
 * Stores the record of a recovery. It is written before each act, with the intent and what undoes
 * the act, and again with the result.
 */
@FunctionalInterface
public interface Journal {

  /**
   * Stores the record, or throws {@link Refused}. Nothing may be done after a refusal: another
   * replica may have taken over, and the act would be in no record.
   */
  void write(RecoveryRequestStatus status);

  /** The record was not stored. */
  final class Refused extends RuntimeException {
    public Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
