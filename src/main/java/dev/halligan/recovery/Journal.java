package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;

/**
 * Stores the record of a recovery. Written before each act with the intent and what it takes to
 * undo it, and again with the result.
 */
@FunctionalInterface
public interface Journal {

  /**
   * Stores the record, or throws {@link Refused}; nothing may be done after a refusal, because
   * somebody else holds the record now or nobody would know what was done.
   */
  void write(RecoveryRequestStatus status);

  /** The record was not stored. */
  final class Refused extends RuntimeException {
    public Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
