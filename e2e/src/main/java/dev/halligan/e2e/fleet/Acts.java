package dev.halligan.e2e.fleet;

import java.util.HashSet;
import java.util.Set;

/** What was done so far: the requests that there are, and how often a fence was raised. */
record Acts(Set<String> requests, int fences) {

  /** What was done since an earlier moment. */
  Acts since(Acts earlier) {
    Set<String> made = new HashSet<>(requests);
    made.removeAll(earlier.requests());
    return new Acts(made, fences - earlier.fences());
  }

  boolean isNothing() {
    return requests.isEmpty() && fences == 0;
  }

  @Override
  public String toString() {
    return counted(requests.size(), "request") + ", " + counted(fences, "fence");
  }

  private static String counted(int count, String one) {
    return (count == 0 ? "no" : String.valueOf(count)) + " " + one + (count > 1 ? "s" : "");
  }
}
