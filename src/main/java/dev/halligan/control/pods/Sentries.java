package dev.halligan.control.pods;

import java.util.List;

/**
 * Sentries stand where fenced clients stand, and tell whether a fence holds. Throws ControlFailure.
 */
public interface Sentries {

  /** Which connections a sentry watches. */
  enum Post {
    /** Those of before the fence shut. */
    BEFORE,
    /** New ones to the pods that were recycled behind it. */
    AFTER
  }

  /** Posts a sentry anew, to watch these addresses with port. */
  void post(Post post, List<String> targets);

  /** What it saw last of every target; empty while it has said nothing. */
  List<Sighting> sightings(Post post);

  /** Takes them all away. */
  void withdraw();
}
