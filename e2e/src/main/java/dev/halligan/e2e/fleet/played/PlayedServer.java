package dev.halligan.e2e.fleet.played;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The API server's process as its host sees it: its size, what it uses, how often it died. */
final class PlayedServer {
  private static final int CPU_LIMIT = 2000;
  private static final long MEMORY_LIMIT = 2L << 30;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(7);

  private final Clock clock;
  private int growth = 1;
  private int kills;
  private Instant startedAt;
  private Instant killedAt = Instant.EPOCH;

  PlayedServer(Clock clock) {
    this.clock = clock;
    this.startedAt = clock.instant().minus(Duration.ofDays(3));
  }

  /** Lets time pass: one that is dead is started and killed again and again. */
  synchronized void tick(Ailment ailment) {
    Instant now = clock.instant();
    if (ailment == Ailment.DEAD && !now.isBefore(killedAt.plus(BETWEEN_KILLS))) {
      kills++;
      killedAt = now;
      startedAt = now;
    }
  }

  synchronized void grow() {
    growth = 2;
  }

  /** Whether it had grown. */
  synchronized boolean shrink() {
    boolean grown = growth > 1;
    growth = 1;
    return grown;
  }

  synchronized boolean isGrown() {
    return growth > 1;
  }

  /** As halligan-node's {@code status} has it. */
  synchronized ObjectNode report(Ailment ailment, int port, boolean fenced) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    boolean running = ailment != Ailment.DEAD;
    report.put("present", true).put("running", running).put("cpuLimitMillis", growth * CPU_LIMIT);
    report
        .put("memoryLimitBytes", growth * MEMORY_LIMIT)
        .put("oomKills", kills)
        .put("restarts", kills);
    report.put("connections", connections(ailment, fenced));
    var ports = report.putArray("ports");
    if (running) {
      ports.add(port);
      report.put("pid", 4711).put("startedAt", startedAt.getEpochSecond());
      report.put("cpuMillis", cpu(ailment)).put("memoryBytes", memory(ailment));
    } else {
      report.putNull("pid").putNull("startedAt").putNull("cpuMillis").putNull("memoryBytes");
    }
    return report;
  }

  /** As {@code growth} has it: the limits now, and before. */
  synchronized ObjectNode growth() {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("state", growth > 1 ? "live" : "none").put("sinceSeconds", 1);
    report.put("cpuLimitMillis", growth * CPU_LIMIT).put("memoryLimitBytes", growth * MEMORY_LIMIT);
    return report.put("cpuBeforeMillis", CPU_LIMIT).put("memoryBeforeBytes", MEMORY_LIMIT);
  }

  private int cpu(Ailment ailment) {
    return switch (ailment) {
      case SLOW, DROWNED, SILENT -> growth * CPU_LIMIT - 10;
      default -> 300;
    };
  }

  private static long memory(Ailment ailment) {
    return ailment == Ailment.DROWNED ? MEMORY_LIMIT / 4 * 3 : MEMORY_LIMIT / 3;
  }

  private static int connections(Ailment ailment, boolean fenced) {
    return switch (ailment) {
      case SLOW, DROWNED -> 1500;
      case SILENT -> 4200;
      case DEAD -> 0;
      default -> fenced ? 4 : 60;
    };
  }
}
