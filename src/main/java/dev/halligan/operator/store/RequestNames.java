package dev.halligan.operator.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Names of the requests that automation creates: {@code <cluster>-<yyyymmdd-hhmmss>} in UTC. */
final class RequestNames {
  /** The longest name of a Kubernetes object that also fits into a label's value. */
  private static final int LONGEST = 63;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private RequestNames() {}

  static String name(String cluster, Instant now) {
    String stamp = "-" + STAMP.format(now);
    int room = LONGEST - stamp.length();
    String head = cluster.length() <= room ? cluster : cluster.substring(0, room);
    return head.replaceAll("[.-]+$", "") + stamp;
  }
}
