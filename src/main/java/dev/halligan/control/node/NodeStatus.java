package dev.halligan.control.node;

import dev.halligan.diagnosis.NodeEvidence;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What {@code halligan-node status} says of a host. {@code caller} is the address our SSH
 * connection came from, null when it did not come by SSH.
 */
public record NodeStatus(
    String caller,
    List<String> addresses,
    ApiServer apiServer,
    FenceStatus fence,
    boolean grown,
    boolean frozen) {

  /**
   * CPU in thousandths of a core, memory in bytes; null was not to be had, limit 0 is no limit.
   *
   * @param running null when somebody unknown listens on its port
   * @param ports where its process listens; empty when none runs
   */
  public record ApiServer(
      boolean present,
      Boolean running,
      Integer cpuMillis,
      Integer cpuLimitMillis,
      Long memoryBytes,
      Long memoryLimitBytes,
      Long oomKills,
      Long restarts,
      Long startedAt,
      Integer connections,
      List<Integer> ports) {
    static final ApiServer UNKNOWN =
        new ApiServer(false, false, null, null, null, null, null, null, null, null, null);

    public ApiServer {
      ports = ports == null ? null : List.copyOf(ports);
    }

    /** Only a host that says so is without one: who listens under another name may well be it. */
    public boolean runs() {
      return !Boolean.FALSE.equals(running);
    }

    /** It runs and somebody talks to it: not one that has only just been started. */
    public boolean serves() {
      return runs() && (connections == null || connections > 0);
    }

    /** It takes connections; where the host does not tell ports, that it has some tells it. */
    public boolean listens() {
      return ports == null ? serves() : runs() && !ports.isEmpty();
    }
  }

  /**
   * The fence on this host.
   *
   * @param rejected packets since it went up
   * @param holds whether it keeps strangers out; null when none is up, or it cannot be told
   * @param why it does not hold, as a sentence; null when it does
   */
  public record FenceStatus(
      boolean up,
      long expiresInSeconds,
      List<String> admins,
      List<Cohort> cohorts,
      long rejected,
      Boolean holds,
      String why) {
    static final FenceStatus NONE = new FenceStatus(false, 0, null, null, 0, null, null);

    public FenceStatus {
      admins = admins == null ? List.of() : List.copyOf(admins);
      cohorts = cohorts == null ? List.of() : List.copyOf(cohorts);
    }

    /** It stands, and lets strangers in. */
    public boolean isHollow() {
      return up && Boolean.FALSE.equals(holds);
    }
  }

  /** A cohort and the share let through, in percent. */
  public record Cohort(String name, int share) {}

  public NodeStatus {
    addresses = addresses == null ? List.of() : List.copyOf(addresses);
    apiServer = apiServer == null ? ApiServer.UNKNOWN : apiServer;
    fence = fence == null ? FenceStatus.NONE : fence;
  }

  /** The same in the words of diagnosis. */
  public NodeEvidence evidence(Instant at, String host) {
    var a = apiServer;
    return new NodeEvidence(
        at,
        host,
        true,
        a.runs(),
        optional(a.cpuMillis()),
        limit(a.cpuLimitMillis()),
        optional(a.memoryBytes()),
        limit(a.memoryLimitBytes()),
        optional(a.oomKills()),
        optional(a.restarts()),
        optional(a.startedAt()),
        optional(a.connections()));
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static OptionalLong optional(Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static OptionalInt limit(Integer value) {
    return value == null || value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static OptionalLong limit(Long value) {
    return value == null || value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
