package dev.halligan.sidecar;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The annotations of a workload that is temporarily scaled to 0: its former replicas, 1 or more,
 * and the expiry of the freeze unless it is renewed. Whoever finds it expired scales the workload
 * back.
 */
public record FreezeAnnotations(int replicas, Instant until) {
  /** On a stopped controller manager: when to start it again; RFC 3339, whole seconds. */
  public static final String UNTIL = "halligan.dev/frozen-until";

  /** On a stopped controller manager: its former replicas. */
  public static final String REPLICAS = "halligan.dev/frozen-replicas";

  /** From now on, in whole seconds. */
  public static FreezeAnnotations of(int replicas, Instant now, Duration ttl) {
    return new FreezeAnnotations(replicas, now.plus(ttl).truncatedTo(ChronoUnit.SECONDS));
  }

  /** Empty if the workload is not frozen; an expiry that cannot be read has passed. */
  public static Optional<FreezeAnnotations> on(HasMetadata workload) {
    var annotations = workload.getMetadata().getAnnotations();
    if (annotations == null || !annotations.containsKey(REPLICAS)) {
      return Optional.empty();
    }
    try {
      var replicas = Integer.parseInt(annotations.get(REPLICAS));
      return Optional.of(new FreezeAnnotations(replicas, instant(annotations.get(UNTIL))));
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  private static Instant instant(String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeException unreadable) {
      return Instant.EPOCH;
    }
  }

  /** Whether the freeze must end. */
  boolean hasExpired(Instant now) {
    return !now.isBefore(until);
  }

  /** A merge patch that freezes or renews; fails if someone has written since {@code version}. */
  public String freezing(String version) {
    return patch(version, "\"" + replicas + "\"", "\"" + until + "\"", 0);
  }

  /** A merge patch that ends the freeze with {@code count} replicas. */
  public static String ending(String version, int count) {
    return patch(version, "null", "null", count);
  }

  private static String patch(String version, String replicas, String until, int count) {
    return "{\"metadata\":{\"resourceVersion\":\"%s\",\"annotations\":{\"%s\":%s,\"%s\":%s}},\"spec\":{\"replicas\":%d}}"
        .formatted(version, REPLICAS, replicas, UNTIL, until, count);
  }
}
