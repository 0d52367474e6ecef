package dev.halligan.driver.node;

import dev.halligan.connection.SshCredentials;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Epoch;
import dev.halligan.driver.node.ssh.HalliganNode;
import dev.halligan.driver.node.ssh.NodeShell;
import dev.halligan.driver.node.ssh.NodeShells;
import dev.halligan.driver.node.ssh.NodeStatus;
import dev.halligan.driver.node.ssh.SshLogin;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** All control-plane hosts of one cluster, asked at the same time. */
public final class HalliganNodes implements AutoCloseable {

  /** The answer of one host: a value, or the failure that prevented it. */
  public sealed interface Answer<T> {
    HalliganNode node();
  }

  public record Got<T>(HalliganNode node, T value) implements Answer<T> {}

  public record Missed<T>(HalliganNode node, ControlFailure failure) implements Answer<T> {}

  /** {@code at}: when it was asked, in monotonic time. */
  private record Told(NodeStatus status, long at) {}

  private static final int HTTPS = 443;

  private final NodeShell shell;
  private final List<HalliganNode> nodes;
  private final HostPresence absences;
  private final Comeback comeback;
  private final Map<String, Told> told = new ConcurrentHashMap<>();

  public HalliganNodes(
      NodeShells shells,
      SshLogin login,
      List<String> hosts,
      int apiPort,
      Epoch epoch,
      LongSupplier monotonicNanos) {
    this.shell = shells.shell(login);
    this.nodes = hosts.stream().map(h -> new HalliganNode(shell, h, apiPort, epoch)).toList();
    this.absences = new HostPresence(nodes.size(), monotonicNanos);
    this.comeback = new Comeback(absences);
  }

  /**
   * The hosts of one cluster; opens no connection yet.
   *
   * @param apiPort the port of each host's API server until the host reports its own
   */
  public static HalliganNodes of(
      NodeShells shells, SshCredentials ssh, List<String> hosts, int apiPort, Epoch epoch) {
    var login = SshLogin.of(ssh.user(), ssh.port(), ssh.privateKey(), ssh.knownHosts());
    return new HalliganNodes(shells, login, hosts, apiPort, epoch, System::nanoTime);
  }

  /** One by one, in the order of the spec. */
  public List<HalliganNode> each() {
    return nodes;
  }

  /** Asks all hosts in parallel; a host that fails does not hide the others. */
  public <T> List<Answer<T>> ask(Function<HalliganNode, T> question) {
    return judged(askEach(question));
  }

  /**
   * Asks all hosts for their status, and so learns whether a fence is up and which port the API
   * server listens on.
   */
  public List<Answer<NodeStatus>> statuses() {
    var askedAt = absences.now();
    var answers = askEach(HalliganNode::status);
    var said = values(got(answers));
    got(answers).forEach(got -> told.put(got.node().host(), new Told(got.value(), askedAt)));
    sharePort();
    if (!said.isEmpty()) {
      absences.fenced(said.stream().anyMatch(s -> s.fence().up()), askedAt);
    }
    return judged(answers);
  }

  /**
   * The addresses that all present hosts reported; empty if one of them has not reported recently.
   */
  public Optional<List<String>> addresses(Duration noOlderThan) {
    var there = nodes.stream().filter(n -> absences.leftOut(n.host()).isEmpty()).toList();
    return there.stream().allMatch(n -> hasTold(n.host(), noOlderThan))
        ? Optional.of(there.stream().flatMap(n -> addresses(n.host()).stream()).toList())
        : Optional.empty();
  }

  private boolean hasTold(String host, Duration noOlderThan) {
    var last = told.get(host);
    return last != null && absences.now() - last.at() <= noOlderThan.toNanos();
  }

  /** The addresses that a host last reported, at any time; none if it never did. */
  List<String> addresses(String host) {
    return Optional.ofNullable(told.get(host)).map(t -> t.status().addresses()).orElse(List.of());
  }

  /** A host whose API server was never seen running gets the others' port, if they agree. */
  private void sharePort() {
    var told = nodes.stream().flatMap(n -> n.toldPort().stream().boxed()).distinct().toList();
    if (told.size() == 1) {
      nodes.forEach(n -> n.assumePort(told.getFirst()));
    }
  }

  /** A fence with that ttl goes up or is renewed: a port may stay closed for that long. */
  public void fenced(Duration ttl) {
    absences.fenced(ttl);
  }

  /** Hosts that did not answer SSH when last asked. */
  List<String> unreached() {
    return absences.unreached();
  }

  /** The unreached hosts that are gone and therefore left out. */
  public List<String> absent() {
    return absences.absent();
  }

  /** The unreached hosts whose API port still accepts connections; they are left out. */
  public List<String> deaf() {
    return absences.deaf();
  }

  long monotonicNanos() {
    return absences.now();
  }

  private <T> List<Answer<T>> askEach(Function<HalliganNode, T> question) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = nodes.stream().map(n -> executor.submit(() -> answer(n, question))).toList();
      return asked.stream().map(HalliganNodes::join).toList();
    }
  }

  /**
   * Makes all hosts act in parallel; throws the most telling failure if one does not answer. An
   * absent or deaf host is left out as long as another one answers.
   */
  public <T> List<Got<T>> all(Function<HalliganNode, T> question) {
    return demand(ask(question));
  }

  /**
   * The same, but also without hosts that are briefly unreachable: for effects that expire there,
   * or that can be made up for later.
   */
  public <T> List<Got<T>> reached(Function<HalliganNode, T> question) {
    var answers = ask(question);
    var within = answers.stream().filter(a -> !isOut(a)).toList();
    return demand(within.isEmpty() ? answers : within);
  }

  /** All answers that came; throws only if there are none. */
  public <T> List<Got<T>> any(Function<HalliganNode, T> question) {
    var answers = ask(question);
    var got = got(answers);
    return got.isEmpty() ? demand(answers) : got;
  }

  /** The answers if all present hosts answered; otherwise throws the most telling failure. */
  public static <T> List<Got<T>> demand(List<Answer<T>> answers) {
    failure(answers).ifPresent(HalliganNodes::raise);
    return got(answers);
  }

  /** A refusal tells more than a host that could not be reached. */
  public static <T> Optional<ControlFailure> failure(List<Answer<T>> answers) {
    var some = !got(answers).isEmpty();
    return failures(answers)
        .filter(f -> !some || !isLeftOut(f.reason()))
        .min(Comparator.comparing(f -> isOut(f.reason())));
  }

  /** Whether the host is absent or deaf, as opposed to briefly unreachable. */
  public static boolean isLeftOut(Answer<?> answer) {
    return answer instanceof Missed<?>(_, var failure) && isLeftOut(failure.reason());
  }

  /** The one rule for leaving hosts out of an action: absent and deaf hosts do not act. */
  private static boolean isLeftOut(Reason reason) {
    return reason == Reason.HOST_ABSENT || reason == Reason.HOST_DEAF;
  }

  private static boolean isOut(Answer<?> answer) {
    return answer instanceof Missed<?>(_, var failure) && isOut(failure.reason());
  }

  private static boolean isOut(Reason reason) {
    return reason == Reason.HOST_UNREACHABLE || isLeftOut(reason);
  }

  public static <T> Stream<ControlFailure> failures(List<Answer<T>> answers) {
    return answers.stream().filter(a -> a instanceof Missed).map(a -> ((Missed<T>) a).failure());
  }

  public static <T> List<Got<T>> got(List<Answer<T>> answers) {
    return answers.stream().filter(a -> a instanceof Got).map(a -> (Got<T>) a).toList();
  }

  public static <T> List<T> values(List<Got<T>> answers) {
    return answers.stream().map(Got::value).toList();
  }

  /** A verb whose answer carries no value. */
  static Function<HalliganNode, Boolean> doing(Consumer<HalliganNode> verb) {
    return node -> {
      verb.accept(node);
      return true;
    };
  }

  public static void raise(ControlFailure failure) {
    throw failure;
  }

  private <T> Answer<T> answer(HalliganNode node, Function<HalliganNode, T> question) {
    var leftOut = absences.leftOut(node.host());
    if (leftOut.isPresent() && !comeback.isBack(node)) {
      return new Missed<>(node, leftOut.get());
    }
    var askedAt = absences.now();
    try {
      var value = question.apply(node);
      absences.answered(node.host());
      return new Got<>(node, value);
    } catch (ControlFailure e) {
      absences.missed(node.host(), e, askedAt, node::isOpen);
      return new Missed<>(node, e);
    }
  }

  private <T> List<Answer<T>> judged(List<Answer<T>> answers) {
    return answers.stream().map(this::judged).toList();
  }

  private <T> Answer<T> judged(Answer<T> answer) {
    return switch (answer) {
      case Got<T> got -> got;
      case Missed<T>(var node, var failure) ->
          new Missed<>(node, absences.judged(node.host(), failure));
    };
  }

  private static <T> Answer<T> join(Future<Answer<T>> asked) {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlFailure(Reason.TIMED_OUT, "interrupted while asking the hosts", "retry", e);
    } catch (ExecutionException e) {
      throw new ControlFailure(
          Reason.INTERNAL, "asking the hosts failed", "report this with the operator's log", e);
    }
  }

  @Override
  public void close() {
    shell.close();
  }
}
