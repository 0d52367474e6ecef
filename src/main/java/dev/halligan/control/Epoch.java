package dev.halligan.control;

/**
 * The leadership term under which an action is taken; drivers refuse a term older than one they
 * have seen.
 */
@FunctionalInterface
public interface Epoch {
  /** The current term, 0 or more. */
  long current();
}
