package dev.halligan.driver.node.ssh;

import dev.halligan.diagnosis.NodeEvidence;
import dev.halligan.diagnosis.NodeEvidenceBuilder;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What {@code halligan-node status} reports about a host. {@code caller} is the address that our
 * SSH connection came from; null if it did not come over SSH.
 */
public record NodeStatus(
    String caller,
    List<String> addresses,
    ApiServer apiServer,
    FenceStatus fence,
    boolean grown,
    boolean frozen) {

  /**
   * CPU in thousandths of a core, memory in bytes; null is unknown, limit 0 is no limit.
   *
   * @param running null if an unknown process listens on its port
   * @param ports that its process listens on; empty if none runs
   */
  @RecordBuilder
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
        NodeStatusApiServerBuilder.builder().present(false).running(false).build();

    public ApiServer {
      ports = ports == null ? null : List.copyOf(ports);
    }

    /** Unless the host says that none runs: a listener under another name may be the API server. */
    public boolean runs() {
      return !Boolean.FALSE.equals(running);
    }

    /** It runs and has connections, unlike one that has only just started. */
    public boolean serves() {
      return runs() && (connections == null || connections > 0);
    }

    /** It accepts connections; if the host does not report ports, existing ones prove it. */
    public boolean listens() {
      return ports == null ? serves() : runs() && !ports.isEmpty();
    }
  }

  /**
   * The fence on this host.
   *
   * @param rejected packets since it went up
   * @param holds whether it keeps others out; null if no fence is up or this is unknown
   * @param why it does not hold, as a sentence; null if it does
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

    /** The fence is up, but does not hold. */
    public boolean isHollow() {
      return up && Boolean.FALSE.equals(holds);
    }
  }

  /** A cohort and its admitted share, in percent. */
  public record Cohort(String name, int share) {}

  public NodeStatus {
    addresses = addresses == null ? List.of() : List.copyOf(addresses);
    apiServer = apiServer == null ? ApiServer.UNKNOWN : apiServer;
    fence = fence == null ? FenceStatus.NONE : fence;
  }

  /** The same as evidence for diagnosis. */
  public NodeEvidence evidence(Instant at, String host) {
    var a = apiServer;
    return NodeEvidenceBuilder.builder()
        .at(at)
        .host(host)
        .reachable(true)
        .processRunning(a.runs())
        .cpuMillis(optional(a.cpuMillis()))
        .cpuLimitMillis(limit(a.cpuLimitMillis()))
        .memoryBytes(optional(a.memoryBytes()))
        .memoryLimitBytes(limit(a.memoryLimitBytes()))
        .oomKills(optional(a.oomKills()))
        .restarts(optional(a.restarts()))
        .startedAt(optional(a.startedAt()))
        .connections(optional(a.connections()))
        .build();
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
