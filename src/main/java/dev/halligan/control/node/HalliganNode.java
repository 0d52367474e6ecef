package dev.halligan.control.node;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Epoch;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/**
 * The verbs of {@code halligan-node} on one host. Every call can be repeated, throws
 * ControlFailure.
 */
public final class HalliganNode {
  /** Asking is quick; acting may wait 5 s for another caller's lock on the host. */
  static final Duration ASK = Duration.ofSeconds(5);

  private static final Duration ACT = Duration.ofSeconds(10);

  /** A drowned host takes its time to let anybody in; what it is asked then is quick. */
  private static final Duration LOGIN = Duration.ofSeconds(30);

  /** The forced command gets it as one word, and Linux takes none of over 128 KiB. */
  private static final int MOST_CHARACTERS = 130_000;

  /**
   * A fence went up.
   *
   * @param cut live connections that were closed; null when they could not be counted
   * @param ports that it guards, those of relays on the host included
   * @param upMillis since when it turns others away; 0 from a host that does not tell
   */
  public record Isolated(long expiresInSeconds, Long cut, List<Integer> ports, long upMillis) {
    public Isolated {
      ports = ports == null ? List.of() : List.copyOf(ports);
    }
  }

  /** Seconds until the fence dies by itself. */
  public record Renewed(long expiresInSeconds) {}

  /** The share in percent that is let through now. */
  public record Admitted(int share) {}

  /** A peer and its turned-away packets. */
  public record Knocking(String address, long packets) {}

  /** A peer and its open connections. */
  public record Connected(String address, long count) {}

  /** Who knocks, and who is connected, most first. */
  public record Talkers(List<Knocking> talkers, List<Connected> connections) {
    public Talkers {
      talkers = talkers == null ? List.of() : List.copyOf(talkers);
      connections = connections == null ? List.of() : List.copyOf(connections);
    }
  }

  /**
   * Where a growth stands: none, starting, live or putback; limits 0 are none. {@code before} are
   * those of the manifest as it was before its first growth; null when it has none.
   */
  public record GrowthAnswer(
      String state,
      long sinceSeconds,
      int cpuLimitMillis,
      long memoryLimitBytes,
      Integer cpuBeforeMillis,
      Long memoryBeforeBytes) {}

  /**
   * {@code keptTheirs}: a person edited the manifest meanwhile, theirs stays. {@code manner} of the
   * growth that was taken back: {@code in-place}, or a restart.
   */
  public record Shrunk(boolean shrunk, boolean keptTheirs, String manner) {
    /** Whether the API server restarts with its earlier size. */
    public boolean restarts() {
      return shrunk && !IN_PLACE.equals(manner);
    }
  }

  /** An answer with nothing to tell. */
  record Done() {}

  private static final String IN_PLACE = "in-place";

  private final NodeShell shell;
  private final String host;
  private final ApiPort apiPort;
  private final Epoch epoch;

  HalliganNode(NodeShell shell, String host, int apiPort, Epoch epoch) {
    this.shell = shell;
    this.host = host;
    this.apiPort = new ApiPort(apiPort);
    this.epoch = epoch;
  }

  /** The host's address. */
  public String host() {
    return host;
  }

  /** Where its API server listens, as the host said last, else as assumed. */
  public int port() {
    return apiPort.get();
  }

  OptionalInt toldPort() {
    return apiPort.told();
  }

  void assumePort(int port) {
    apiPort.assume(port);
  }

  public NodeStatus status() {
    var status = ask(Command.of("status").with("port", port()), ASK, NodeStatus.class);
    apiPort.learn(status.apiServer().ports());
    return status;
  }

  /** Logs in, which may take long on a drowned host, and asks how it is. */
  void greet() {
    shell.login(host, LOGIN);
    status();
  }

  /**
   * Whether {@link #isolate} with these would raise a fence: the host loads the very rules without
   * effect. Changes nothing. BAD_ARGUMENT from a host that does not know the verb yet.
   */
  void check(Collection<String> admins, Collection<String> own) {
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

  /** {@code connectionsPerSecond} 0 is unpaced; {@code share} 0 takes the cohort out again. */
  public Admitted admit(
      String cohort, Collection<String> cidrs, int share, int connectionsPerSecond) {
    var command =
        Command.of("admit").with("cohort", cohort).with("cidrs", cidrs).with("share", share);
    if (connectionsPerSecond > 0) {
      command.with("pace", connectionsPerSecond);
    }
    return act(command, Admitted.class);
  }

  public Talkers talkers(int top) {
    return ask(Command.of("talkers").with("top", top), ASK, Talkers.class);
  }

  public void lift() {
    act(Command.of("lift"), Done.class);
  }

  /**
   * Returns at once; 0 leaves a limit as it was, and the host gives no more than it has. In place
   * the running process gets more and does not restart; else the host puts the manifest back when
   * the server does not come alive in time.
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
   * Starts a controller-manager and a scheduler that crashed in the storm and that the kubelet
   * would hold back for up to 5 min, by restarting the kubelet; at most once a minute.
   */
  public void wake() {
    act(Command.of("wake"), Done.class);
  }

  /** Whether the API server of this host accepts connections, seen from here. */
  public boolean accepts() {
    return Dial.passes(NodeShells.literal(host, port()));
  }

  /** Whether anything listens on the API port of this host, seen from here. */
  boolean isOpen() {
    return Dial.opens(NodeShells.literal(host, port()));
  }

  private <T> T act(Command command, Class<T> type) {
    return ask(command.with("epoch", epoch.current()), ACT, type);
  }

  private <T> T ask(Command command, Duration within, Class<T> type) {
    if (command.text().length() > MOST_CHARACTERS) {
      throw tooLong(command);
    }
    var output = shell.run(host, command.text(), within);
    return NodeAnswers.read(host, command.verb(), output, type);
  }

  private ControlFailure tooLong(Command command) {
    return new ControlFailure(
        Reason.UNSUPPORTED,
        "the command %s for host %s has %d characters, and %d are the most that it takes; the host was not asked"
            .formatted(command.verb(), host, command.text().length(), MOST_CHARACTERS),
        "name fewer, larger ranges; if the hosts have thousands of addresses, run install-node on them again: later versions leave those of Services out");
  }
}
