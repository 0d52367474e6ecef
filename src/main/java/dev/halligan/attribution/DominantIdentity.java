package dev.halligan.attribution;

import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one service account that fills the queues alone (KEP-1040: an elephant among mice). Jailing
 * it gives everyone else room before it is known which workload it is. Pure.
 */
public final class DominantIdentity {
  private static final Pattern ACCOUNT = Pattern.compile("system:serviceaccount:([^:]+):[^:]+");

  /** Three dumps of a server without overload contain no more. */
  private static final long FEW = 60;

  /** One part in so many of the work makes a leader. */
  private static final int FEWEST_LEADERS = 5;

  private DominantIdentity() {}

  /**
   * Its user name, if it makes more than half of the work of all requests.
   *
   * @param queued the requests in the queues
   * @param neverNamespaces namespaces whose accounts are never chosen; kube-system's never are
   */
  public static Optional<String> among(List<IdentityLoad> queued, Set<String> neverNamespaces) {
    long requests = queued.stream().mapToLong(IdentityLoad::requests).sum();
    QueuedWork work = QueuedWork.of(queued);
    return work.byUser().entrySet().stream()
        .filter(user -> requests > FEW && 2 * user.getValue() > work.total())
        .map(Map.Entry::getKey)
        .filter(user -> mayBeQuieted(user, neverNamespaces))
        .findFirst();
  }

  /** The users that each make a fifth of the work or more; at most five. */
  public static List<String> leaders(List<IdentityLoad> queued) {
    QueuedWork work = QueuedWork.of(queued);
    return work.byUser().entrySet().stream()
        .filter(user -> FEWEST_LEADERS * user.getValue() >= work.total())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static boolean mayBeQuieted(String user, Set<String> neverNamespaces) {
    Matcher account = ACCOUNT.matcher(user);
    return account.matches() && CulpritRanking.mayBeAccused(account.group(1), neverNamespaces);
  }
}
