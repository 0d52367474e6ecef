package dev.halligan.recovery.action;

import dev.halligan.diagnosis.CulpritEvidence.AddressLoad;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many packets of each of the loudest addresses the fence has turned away so far. Two looks at
 * it tell who goes on knocking; kept as text in the progress of a step.
 */
record Knocks(Map<String, Long> packets) {

  Knocks {
    packets = new TreeMap<>(packets);
  }

  static Knocks of(List<AddressLoad> knocking) {
    return new Knocks(
        knocking.stream()
            .collect(Collectors.toMap(AddressLoad::address, AddressLoad::packets, Long::sum)));
  }

  static Knocks parse(String text) {
    return new Knocks(
        Arrays.stream(text.split(" "))
            .map(one -> one.split("="))
            .filter(one -> one.length == 2)
            .collect(Collectors.toMap(one -> one[0], one -> Long.parseLong(one[1]))));
  }

  String format() {
    return packets.entrySet().stream()
        .map(one -> one.getKey() + "=" + one.getValue())
        .collect(Collectors.joining(" "));
  }

  /**
   * What came since an earlier look at as many addresses, 0 from who fell silent. Who was not among
   * the loudest then may have knocked as often as the least of them. A fence that was made anew
   * counts from zero.
   */
  List<AddressLoad> since(Knocks earlier, int looked) {
    long least =
        earlier.packets.size() < looked
            ? 0
            : earlier.packets.values().stream().mapToLong(Long::longValue).min().orElse(0);
    return packets.entrySet().stream()
        .map(
            one -> {
              long before = earlier.packets.getOrDefault(one.getKey(), least);
              long now = one.getValue();
              return new AddressLoad(one.getKey(), now < before ? now : now - before);
            })
        .toList();
  }
}
