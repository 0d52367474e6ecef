package dev.halligan.recovery.action.culprit;

import dev.halligan.attribution.CulpritEvidence.AddressLoad;
import dev.halligan.attribution.RejectedPacketRates;
import dev.halligan.control.Fence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many packets the fence has rejected so far from each of the loudest addresses. Kept in the
 * progress of a step until the next look.
 *
 * @param missing the instances that did not answer, whose counts are not included
 */
record RejectedPacketCounts(Instant at, List<String> missing, Map<String, Long> packets) {

  static final int TOP = 20;

  RejectedPacketCounts {
    Objects.requireNonNull(at, "at");
    missing = missing == null ? List.of() : List.copyOf(missing);
    packets = packets == null ? Map.of() : new TreeMap<>(packets);
  }

  static RejectedPacketCounts at(Fence fence, Instant now) {
    Map<String, Long> packets =
        fence.rejectedClients(TOP).stream()
            .collect(Collectors.toMap(Fence.Client::address, Fence.Client::count, Long::sum));
    return new RejectedPacketCounts(now, fence.missing(), packets);
  }

  /**
   * The rates since an earlier look; unknown if other instances answer now, a counter was reset, or
   * a clock was set back.
   */
  RejectedPacketRates since(RejectedPacketCounts earlier, Instant fencedAt) {
    boolean same =
        at.isAfter(earlier.at)
            && missing.equals(earlier.missing)
            && packets.entrySet().stream()
                .allMatch(one -> one.getValue() >= earlier.packets.getOrDefault(one.getKey(), 0L));
    return same
        ? new RejectedPacketRates(
            loads(earlier.packets),
            Duration.between(fencedAt, earlier.at),
            packets.entrySet().stream()
                .map(
                    one -> new AddressLoad(one.getKey(), one.getValue() - earlier.of(one.getKey())))
                .toList(),
            Duration.between(earlier.at, at))
        : RejectedPacketRates.UNKNOWN;
  }

  /** An address outside the loudest may have sent as many packets as the last of them. */
  private long of(String address) {
    long least =
        packets.size() < TOP
            ? 0
            : packets.values().stream().mapToLong(Long::longValue).min().orElse(0);
    return packets.getOrDefault(address, least);
  }

  private static List<AddressLoad> loads(Map<String, Long> packets) {
    return packets.entrySet().stream()
        .map(one -> new AddressLoad(one.getKey(), one.getValue()))
        .toList();
  }
}
