package dev.halligan.attribution;

import dev.halligan.attribution.CulpritEvidence.IdentityLoad;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The work that queued requests make. A list of all pods takes ten seats of the API server where a
 * get takes one, so requests alone would name the loud and harmless. Where a dump does not tell
 * seats, requests count, unless the lists among them could turn who makes most of them.
 *
 * @param unit of the work, in the plural
 * @param known false if seats are a guess
 * @param byUser the work of each user
 */
record QueuedWork(String unit, boolean known, Map<String, Long> byUser) {

  /** The most seats of one request (KEP-1040); only lists have more than one. */
  private static final long OF_A_LIST = 10;

  static QueuedWork of(List<IdentityLoad> loads) {
    List<IdentityLoad> counted =
        loads.stream().filter(load -> load.user() != null && load.requests() > 0).toList();
    Map<String, Long> requests = sum(counted, IdentityLoad::requests);
    Map<String, Long> seats = sum(counted, QueuedWork::seats);
    if (counted.stream().anyMatch(load -> load.seats() > 0)) {
      String unit = seats.equals(requests) ? "queued requests" : "seats of queued requests";
      return new QueuedWork(unit, true, seats);
    }
    return leader(requests).equals(leader(seats))
        ? new QueuedWork("queued requests", true, requests)
        : new QueuedWork("estimated seats of queued requests", false, seats);
  }

  long total() {
    return byUser.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long seats(IdentityLoad load) {
    if (load.seats() > 0) {
      return load.seats();
    }
    return load.requests() * ("list".equals(load.verb()) ? OF_A_LIST : 1);
  }

  private static Map<String, Long> sum(
      List<IdentityLoad> loads, ToLongFunction<IdentityLoad> amount) {
    return loads.stream()
        .collect(Collectors.groupingBy(IdentityLoad::user, Collectors.summingLong(amount)));
  }

  private static String leader(Map<String, Long> byUser) {
    return byUser.entrySet().stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .map(Map.Entry::getKey)
        .orElse("");
  }
}
