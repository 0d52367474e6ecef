package dev.halligan.control.node;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Epoch;
import dev.halligan.target.SshCredentials;
import java.net.InetSocketAddress;
import java.net.URI;
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

  /** What one host answered: a value, or the reason why there is none. */
  public sealed interface Answer<T> {
    HalliganNode node();
  }

  public record Got<T>(HalliganNode node, T value) implements Answer<T> {}

  public record Missed<T>(HalliganNode node, ControlFailure failure) implements Answer<T> {}

  /** {@code at}: when it was asked, by the monotonic time. */
  private record Told(NodeStatus status, long at) {}

  private static final int HTTPS = 443;

  private final NodeShell shell;
  private final List<HalliganNode> nodes;
  private final Absences absences;
  private final Comeback comeback;
  private final Map<String, Told> told = new ConcurrentHashMap<>();

  HalliganNodes(
      NodeShells shells,
      SshLogin login,
      List<String> hosts,
      int apiPort,
      Epoch epoch,
      LongSupplier monotonicNanos) {
    this.shell = shells.shell(login);
    this.nodes = hosts.stream().map(h -> new HalliganNode(shell, h, apiPort, epoch)).toList();
    this.absences = new Absences(nodes.size(), monotonicNanos);
    this.comeback = new Comeback(absences);
  }

  /**
   * The hosts of one cluster; contacts nobody yet.
   *
   * @param apiPort where the API server of a host listens until the host itself tells
   */
  public static HalliganNodes of(
      NodeShells shells, SshCredentials ssh, List<String> hosts, int apiPort, Epoch epoch) {
    var login = SshLogin.of(ssh.user(), ssh.port(), ssh.privateKey(), ssh.knownHosts());
    return new HalliganNodes(shells, login, hosts, apiPort, epoch, System::nanoTime);
  }

  /** Where an endpoint of the spec listens; its host is an address, no name is resolved. */
  public static InetSocketAddress socket(URI url) {
    var host =
        url.getHost().startsWith("[") ? url.getHost().replaceAll("[\\[\\]]", "") : url.getHost();
    return NodeShells.literal(host, url.getPort() == -1 ? HTTPS : url.getPort());
  }

  /** One by one, in the order of the spec. */
  public List<HalliganNode> each() {
    return nodes;
  }

  /** Asks all hosts at once; a host that fails does not hide the others. */
  public <T> List<Answer<T>> ask(Function<HalliganNode, T> question) {
    return judged(askEach(question));
  }

  /**
   * Asks how it stands with all hosts; so it is also learned whether there is a fence, and on which
   * port the API server listens.
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
   * The addresses of all hosts that are there, as they told them; empty when one of them has not
   * lately.
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

  /** Those that a host told last, however long ago; none when it never did. */
  List<String> addresses(String host) {
    return Optional.ofNullable(told.get(host)).map(t -> t.status().addresses()).orElse(List.of());
  }

  /** A host whose API server was never seen running is set up like the others, if they agree. */
  private void sharePort() {
    var told = nodes.stream().flatMap(n -> n.toldPort().stream().boxed()).distinct().toList();
    if (told.size() == 1) {
      nodes.forEach(n -> n.assumePort(told.getFirst()));
    }
  }

  /** A fence of that ttl is going up, or is renewed: what it shuts may be shut for so long. */
  public void fenced(Duration ttl) {
    absences.fenced(ttl);
  }

  /** Hosts that brought no word by SSH when last asked. */
  public List<String> unreached() {
    return absences.unreached();
  }

  /** Those of them that are gone, and which are therefore left out. */
  public List<String> absent() {
    return absences.absent();
  }

  /** Those of them whose API port accepts nevertheless, and which are therefore left out. */
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
   * Asks all hosts at once, to act; throws the most telling failure when one does not answer. A
   * host that is absent or deaf is left out, as long as another one answers.
   */
  public <T> List<Got<T>> all(Function<HalliganNode, T> question) {
    return demand(ask(question));
  }

  /**
   * The same, also without hosts that are out of reach for a moment only: for what ends by itself
   * there, or can be made up for later.
   */
  public <T> List<Got<T>> reached(Function<HalliganNode, T> question) {
    var answers = ask(question);
    var within = answers.stream().filter(a -> !isOut(a)).toList();
    return demand(within.isEmpty() ? answers : within);
  }

  /** Whoever answers; throws only when nobody does. */
  public <T> List<Got<T>> any(Function<HalliganNode, T> question) {
    var answers = ask(question);
    var got = got(answers);
    return got.isEmpty() ? demand(answers) : got;
  }

  /** The answers when all hosts that are there answered, else throws the most telling failure. */
  public static <T> List<Got<T>> demand(List<Answer<T>> answers) {
    failure(answers).ifPresent(HalliganNodes::raise);
    return got(answers);
  }

  /** A host that was asked and refused tells more than one that could not be reached. */
  public static <T> Optional<ControlFailure> failure(List<Answer<T>> answers) {
    var some = !got(answers).isEmpty();
    return failures(answers)
        .filter(f -> !some || !isLeftOut(f.reason()))
        .min(Comparator.comparing(f -> isOut(f.reason())));
  }

  /** Whether the host is absent or deaf, as opposed to being out of reach for a moment. */
  public static boolean isLeftOut(Answer<?> answer) {
    return answer instanceof Missed<?>(_, var failure) && isLeftOut(failure.reason());
  }

  /** The one rule of who is left out when something is done: all but absent or deaf hosts act. */
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

  /** A verb whose answer has nothing to tell. */
  public static Function<HalliganNode, Boolean> doing(Consumer<HalliganNode> verb) {
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
      throw new ControlFailure(
          Reason.TIMED_OUT, "interrupted while asking the hosts", "ask again", e);
    } catch (ExecutionException e) {
      throw new ControlFailure(
          Reason.INTERNAL, "asking the hosts failed", "report it with the log", e);
    }
  }

  @Override
  public void close() {
    shell.close();
  }
}
