package dev.halligan.control.lifecycle;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What the annotations of a workload say that was scaled to 0 for a time: how many replicas it had,
 * 1 or more, and until when the freeze holds unless it is renewed. Whoever finds it expired scales
 * it back.
 */
public record Frozen(int replicas, Instant until) {
  /** RFC 3339, whole seconds. */
  public static final String UNTIL = "halligan.dev/frozen-until";

  /** A whole number. */
  public static final String REPLICAS = "halligan.dev/frozen-replicas";

  /** From now on, in whole seconds. */
  static Frozen of(int replicas, Instant now, Duration ttl) {
    return new Frozen(replicas, now.plus(ttl).truncatedTo(ChronoUnit.SECONDS));
  }

  /** Empty when the workload is not frozen; an expiry that cannot be read has passed. */
  public static Optional<Frozen> on(HasMetadata workload) {
    var annotations = workload.getMetadata().getAnnotations();
    if (annotations == null || !annotations.containsKey(REPLICAS)) {
      return Optional.empty();
    }
    try {
      var replicas = Integer.parseInt(annotations.get(REPLICAS));
      return Optional.of(new Frozen(replicas, instant(annotations.get(UNTIL))));
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

  /** Whether the freeze has to be ended. */
  public boolean hasExpired(Instant now) {
    return !now.isBefore(until);
  }

  /** A merge patch that freezes, or prolongs; only if nobody has written since {@code version}. */
  String freezing(String version) {
    return patch(version, "\"" + replicas + "\"", "\"" + until + "\"", 0);
  }

  /** A merge patch that ends it and leaves {@code count} replicas. */
  public static String ending(String version, int count) {
    return patch(version, "null", "null", count);
  }

  private static String patch(String version, String replicas, String until, int count) {
    return "{\"metadata\":{\"resourceVersion\":\"%s\",\"annotations\":{\"%s\":%s,\"%s\":%s}},\"spec\":{\"replicas\":%d}}"
        .formatted(version, REPLICAS, replicas, UNTIL, until, count);
  }
}
