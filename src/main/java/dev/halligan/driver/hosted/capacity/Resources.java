package dev.halligan.driver.hosted.capacity;

import dev.halligan.control.ApiServerCapacity.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;

/** CPU and memory limits and requests of a container. */
record Resources(Map<String, Quantity> limits, Map<String, Quantity> requests) {
  static final String CPU = "cpu";
  static final String MEMORY = "memory";
  static final Resources NONE = new Resources(Map.of(), Map.of());

  private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
  private static final long MEBIBYTE = 1024 * 1024;

  Resources {
    limits = limits == null ? Map.of() : Map.copyOf(limits);
    requests = requests == null ? Map.of() : Map.copyOf(requests);
  }

  static Resources of(ResourceRequirements said) {
    return said == null ? NONE : new Resources(said.getLimits(), said.getRequests());
  }

  /** The limits; 0 means no limit. */
  Size limit() {
    return size(limits);
  }

  /** What the scheduler counts: a limit without a request counts as a request. */
  Size requested() {
    var effective = new HashMap<>(limits);
    effective.putAll(requests);
    return size(effective);
  }

  /** The limits; the requests where there are none. */
  Size limitOrRequest() {
    var effective = new HashMap<>(requests);
    effective.putAll(limits);
    return size(effective);
  }

  /**
   * Limits raised to {@code to} and never lowered; 0 keeps a limit. A request that equals its limit
   * grows with it, because a pod may not change its QoS class.
   */
  Resources grownTo(Size to) {
    var bigger = new HashMap<>(limits);
    var sure = new HashMap<>(requests);
    raise(CPU, to.cpuMillis(), limit().cpuMillis(), cpu(to.cpuMillis()), bigger, sure);
    raise(MEMORY, to.memoryBytes(), limit().memoryBytes(), memory(to.memoryBytes()), bigger, sure);
    return new Resources(bigger, sure);
  }

  private void raise(
      String what,
      long to,
      long from,
      Quantity value,
      Map<String, Quantity> bigger,
      Map<String, Quantity> sure) {
    if (to <= from) {
      return;
    }
    if (requests.containsKey(what) && requests.get(what).equals(limits.get(what))) {
      sure.put(what, value);
    }
    bigger.put(what, value);
  }

  /** Whether every limit is as high as asked; 0 asks for nothing, and no limit exceeds any. */
  boolean reaches(Size asked) {
    return enough(limit().cpuMillis(), asked.cpuMillis())
        && enough(limit().memoryBytes(), asked.memoryBytes());
  }

  private static boolean enough(long has, long asked) {
    return has == 0 || has >= asked;
  }

  /** Thousandths of a core, and bytes. */
  static Size size(Map<String, Quantity> amounts) {
    var cpu = amount(amounts, CPU).multiply(MILLIS).setScale(0, RoundingMode.CEILING);
    var memory = amount(amounts, MEMORY).setScale(0, RoundingMode.CEILING);
    return new Size(cpu.intValue(), memory.longValue());
  }

  private static BigDecimal amount(Map<String, Quantity> amounts, String what) {
    var quantity = amounts.get(what);
    return quantity == null ? BigDecimal.ZERO : quantity.getNumericalAmount();
  }

  private static Quantity cpu(int millis) {
    return new Quantity(String.valueOf(millis), "m");
  }

  private static Quantity memory(long bytes) {
    return bytes % MEBIBYTE == 0
        ? new Quantity(String.valueOf(bytes / MEBIBYTE), "Mi")
        : new Quantity(String.valueOf(bytes), "");
  }
}
