package dev.halligan.driver.node.ssh;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Epoch;
import dev.halligan.net.LiteralAddress;
import dev.halligan.net.TcpCheck;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/**
 * The verbs of {@code halligan-node} on one host. Every call can be repeated and throws
 * ControlFailure.
 */
public final class HalliganNode {
  /** Queries are quick; actions may wait 5 s for another caller's lock on the host. */
  public static final Duration ASK = Duration.ofSeconds(5);

  private static final Duration ACT = Duration.ofSeconds(10);

  /** Logging in to an overloaded host is slow; queries after that are quick. */
  private static final Duration LOGIN = Duration.ofSeconds(30);

  /** The forced command gets it as one argument, which Linux limits to 128 KiB. */
  private static final int MOST_CHARACTERS = 130_000;

  /**
   * A fence went up.
   *
   * @param dropped live connections that were closed; null if they could not be counted
   * @param ports that it guards, including those of relays on the host
   * @param upMillis for how long it has rejected clients; 0 if the host does not report it
   */
  public record Isolated(long expiresInSeconds, Long dropped, List<Integer> ports, long upMillis) {
    public Isolated {
      ports = ports == null ? List.of() : List.copyOf(ports);
    }
  }

  /** Seconds until the fence expires. */
  public record Renewed(long expiresInSeconds) {}

  /** The admitted share in percent. */
  public record Admitted(int share) {}

  /** A peer and its rejected packets. */
  public record RejectedClient(String address, long packets) {}

  /** A peer and its open connections. */
  public record ConnectedClient(String address, long count) {}

  /** The clients that the fence rejects, and those that are connected; most first. */
  public record Clients(List<RejectedClient> rejected, List<ConnectedClient> connected) {
    public Clients {
      rejected = rejected == null ? List.of() : List.copyOf(rejected);
      connected = connected == null ? List.of() : List.copyOf(connected);
    }
  }

  /**
   * The state of a growth: none, starting, live or putback; a limit of 0 is no limit. The limits
   * {@code before} are those of the manifest before its first growth; null if it has none.
   */
  public record GrowthAnswer(
      String state,
      long sinceSeconds,
      int cpuLimitMillis,
      long memoryLimitBytes,
      Integer cpuBeforeMillis,
      Long memoryBeforeBytes) {}

  /**
   * {@code keptTheirs}: a person edited the manifest meanwhile and the edit stays. {@code manner}
   * of the growth that was reverted: {@code in-place}, or a restart.
   */
  public record Shrunk(boolean shrunk, boolean keptTheirs, String manner) {
    /** Whether the API server restarts with its earlier size. */
    public boolean restarts() {
      return shrunk && !IN_PLACE.equals(manner);
    }
  }

  /** An answer without a value. */
  record Done() {}

  private static final String IN_PLACE = "in-place";

  private final NodeShell shell;
  private final String host;
  private final ApiPort apiPort;
  private final Epoch epoch;

  public HalliganNode(NodeShell shell, String host, int apiPort, Epoch epoch) {
    this.shell = shell;
    this.host = host;
    this.apiPort = new ApiPort(apiPort);
    this.epoch = epoch;
  }

  /** The host's address. */
  public String host() {
    return host;
  }

  /** The port of its API server, as last reported by the host, otherwise as assumed. */
  public int port() {
    return apiPort.get();
  }

  public OptionalInt toldPort() {
    return apiPort.told();
  }

  public void assumePort(int port) {
    apiPort.assume(port);
  }

  public NodeStatus status() {
    var status = ask(Command.of("status").with("port", port()), ASK, NodeStatus.class);
    apiPort.learn(status.apiServer().ports());
    return status;
  }

  /** Logs in, which may be slow on an overloaded host, and reads its status. */
  public void greet() {
    shell.login(host, LOGIN);
    status();
  }

  /**
   * Checks whether {@link #isolate} with these arguments would raise a fence: the host validates
   * the same rules without loading them. BAD_ARGUMENT from a host that does not know the verb yet.
   */
  public void check(Collection<String> admins, Collection<String> own) {
    var command = Command.of("check").with("port", port()).with("admins", admins).with("own", own);
    ask(command, ACT, Done.class);
  }

  public Isolated isolate(Collection<String> admins, Collection<String> own, Duration ttl) {
    var command =
        Command.of("isolate")
            .with("port", port())
            .with("admins", admins)
            .with("own", own)
            .with("ttl", ttl.toSeconds());
    return act(command, Isolated.class);
  }

  public Renewed renew(Duration ttl) {
    return act(Command.of("renew").with("ttl", ttl.toSeconds()), Renewed.class);
  }

  /** {@code connectionsPerSecond} 0 is unlimited; {@code share} 0 removes the cohort. */
  public Admitted admit(
      String cohort, Collection<String> cidrs, int share, int connectionsPerSecond) {
    var command =
        Command.of("admit").with("cohort", cohort).with("cidrs", cidrs).with("share", share);
    if (connectionsPerSecond > 0) {
      command.with("pace", connectionsPerSecond);
    }
    return act(command, Admitted.class);
  }

  public Clients clients(int top) {
    return ask(Command.of("clients").with("top", top), ASK, Clients.class);
  }

  public void lift() {
    act(Command.of("lift"), Done.class);
  }

  /**
   * Returns immediately; 0 keeps a limit, and the host gives no more than it has. In place, the
   * running process gets more and does not restart. Otherwise the host restores the manifest if the
   * server is not live in time.
   */
  public void grow(int cpuMillis, long memoryMebibytes, boolean inPlace, Duration liveWithin) {
    var command =
        Command.of("grow")
            .with("cpu", cpuMillis)
            .with("memory", memoryMebibytes)
            .with("live-within", liveWithin.toSeconds());
    if (inPlace) {
      command.with("manner", IN_PLACE);
    }
    act(command, Done.class);
  }

  public GrowthAnswer growth() {
    return ask(Command.of("growth"), ASK, GrowthAnswer.class);
  }

  public Shrunk shrink() {
    return act(Command.of("shrink"), Shrunk.class);
  }

  public void freeze(Duration ttl) {
    act(Command.of("freeze").with("ttl", ttl.toSeconds()), Done.class);
  }

  public void thaw() {
    act(Command.of("thaw"), Done.class);
  }

  /**
   * Restarts the kubelet, at most once a minute: it starts a controller-manager and a scheduler
   * that crashed in the storm, which the kubelet would otherwise back off from for up to 5 min.
   */
  public void restartKubelet() {
    act(Command.of("restart-kubelet"), Done.class);
  }

  /** Whether the API server of this host accepts connections from here. */
  public boolean accepts() {
    return TcpCheck.passes(LiteralAddress.of(host, port()));
  }

  /** Whether the API port of this host opens from here. */
  public boolean isOpen() {
    return TcpCheck.opens(LiteralAddress.of(host, port()));
  }

  private <T> T act(Command command, Class<T> type) {
    return ask(command.with("epoch", epoch.current()), ACT, type);
  }

  private <T> T ask(Command command, Duration within, Class<T> type) {
    if (command.text().length() > MOST_CHARACTERS) {
      throw tooLong(command);
    }
    var output = shell.run(host, command.text(), within);
    return NodeResponseReader.read(host, command.verb(), output, type);
  }

  private ControlFailure tooLong(Command command) {
    return new ControlFailure(
        Reason.UNSUPPORTED,
        "the command %s for host %s has %d characters, but the limit is %d; it was not sent"
            .formatted(command.verb(), host, command.text().length(), MOST_CHARACTERS),
        "use fewer, larger ranges; if the hosts have thousands of addresses, run install-node on"
            + " them again, because newer versions leave out the addresses of Services");
  }
}
