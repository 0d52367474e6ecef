package dev.halligan.recovery.action;

import dev.halligan.control.fence.Fence;
import dev.halligan.diagnosis.CulpritEvidence.AddressLoad;
import dev.halligan.diagnosis.Knocking;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many packets of each of the loudest addresses the fence has turned away so far; kept as text
 * in the progress of a step until it is looked at again.
 *
 * @param missing the instances that did not answer: their counts are not in here
 */
record Knocks(Instant at, String missing, Map<String, Long> packets) {

  static final int TOP = 20;

  Knocks {
    packets = new TreeMap<>(packets);
  }

  static Knocks at(Fence fence, Instant now) {
    Map<String, Long> packets =
        fence.talkers(TOP).stream()
            .collect(Collectors.toMap(Fence.Talker::address, Fence.Talker::packets, Long::sum));
    return new Knocks(now, String.join(",", fence.missing()), packets);
  }

  static Knocks parse(String text) {
    String[] parts = text.split("\\|", -1);
    return new Knocks(
        Instant.parse(parts[0]),
        parts[1],
        Arrays.stream(parts[2].split(" "))
            .filter(one -> !one.isEmpty())
            .map(one -> one.split("="))
            .collect(Collectors.toMap(one -> one[0], one -> Long.parseLong(one[1]))));
  }

  String format() {
    return at
        + "|"
        + missing
        + "|"
        + packets.entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining(" "));
  }

  /**
   * What came since an earlier look; unknown when other instances answer, one counts anew, or a
   * clock was set back.
   */
  Knocking since(Knocks earlier, Instant fencedAt) {
    boolean same =
        at.isAfter(earlier.at)
            && missing.equals(earlier.missing)
            && packets.entrySet().stream()
                .allMatch(one -> one.getValue() >= earlier.packets.getOrDefault(one.getKey(), 0L));
    return same
        ? new Knocking(
            loads(earlier.packets),
            Duration.between(fencedAt, earlier.at),
            packets.entrySet().stream()
                .map(
                    one -> new AddressLoad(one.getKey(), one.getValue() - earlier.of(one.getKey())))
                .toList(),
            Duration.between(earlier.at, at))
        : Knocking.UNKNOWN;
  }

  /** Who was not among the loudest may have knocked as often as the least of them. */
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
