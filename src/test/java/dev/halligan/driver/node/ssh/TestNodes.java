package dev.halligan.driver.node.ssh;

import dev.halligan.driver.node.HalliganNodes;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Control-plane hosts with real SSH servers whose answers a test writes, verb by verb. */
public final class TestNodes implements AutoCloseable {
  private static final String NOTHING_TO_TELL = "{\"ok\":true}";

  /** One host: what it answers and what it was asked. */
  public static final class Node {
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final TestHost ssh;
    private final String address;
    private final int port;
    private SlowDoor door;

    private Node(String address, int port, KeyPair key) throws IOException {
      ssh =
          new TestHost(
              address,
              port,
              key,
              (command, terminal) -> {
                var verb = command.split(" ")[0];
                terminal.print(answers.getOrDefault(verb, NOTHING_TO_TELL) + "\n");
                return 0;
              });
      this.address = address;
      this.port = ssh.port();
    }

    /** From now on the verb is answered so; single quotes stand for double ones. */
    public Node answers(String verb, String json) {
      answers.put(verb, json.replace('\'', '"'));
      return this;
    }

    public Node fails(String verb, String reason) {
      return answers(
          verb,
          "{'ok':false,'verb':'" + verb + "','reason':'" + reason + "','message':'m','fix':'f'}");
    }

    /** The commands with that verb, without the epoch. */
    public List<String> asked(String verb) {
      return ssh.commands.stream()
          .filter(c -> c.split(" ")[0].equals(verb))
          .map(c -> c.replaceAll(" --epoch \\d+", ""))
          .toList();
    }

    public void goesAway() throws IOException {
      shutDoor();
      ssh.close();
    }

    /** Takes connections for SSH, and lets them through only after that time. */
    public void speaksOnlyAfter(Duration delay) throws IOException {
      door = new SlowDoor(address, port, ssh.moveAside(), delay);
    }

    private void shutDoor() throws IOException {
      if (door != null) {
        door.close();
      }
    }

    /** After it went away: the same key at the same address. */
    public void comesBack() throws IOException {
      ssh.reopen();
    }
  }

  private final KeyPair key = TestHost.generate();
  private final NodeShells shells = NodeShells.open();
  private final List<Node> nodes;
  private final HalliganNodes asked;

  /** Hosts 127.0.0.1, 127.0.0.2 and so on, whose API servers would listen on that port. */
  public TestNodes(int count, int apiPort) throws IOException {
    this(count, apiPort, System::nanoTime);
  }

  /** The same with a time of the test's. */
  public TestNodes(int count, int apiPort, LongSupplier nanos) throws IOException {
    var first = new Node("127.0.0.1", 0, key);
    nodes =
        IntStream.rangeClosed(1, count).mapToObj(i -> i == 1 ? first : another(i, first)).toList();
    var pins = nodes.stream().map(n -> n.ssh.knownHosts()).collect(Collectors.joining());
    var login = SshLogin.of("root", first.ssh.port(), TestHost.openSsh(key), pins);
    var hosts = IntStream.rangeClosed(1, count).mapToObj(i -> "127.0.0." + i).toList();
    asked = new HalliganNodes(shells, login, hosts, apiPort, () -> 7, nanos);
    warmUp(login, first);
  }

  /** The first login of a process loads its cryptography, which takes seconds on a busy machine. */
  private void warmUp(SshLogin login, Node first) {
    try (var shell = shells.shell(login)) {
      shell.run("127.0.0.1", "warm-up", Duration.ofSeconds(60));
    }
    first.ssh.commands.clear();
  }

  private Node another(int number, Node first) {
    try {
      return new Node("127.0.0." + number, first.ssh.port(), key);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public HalliganNodes asked() {
    return asked;
  }

  /** From 1. */
  public Node node(int number) {
    return nodes.get(number - 1);
  }

  /** Every command that a host got, word by word. */
  public List<String> raw(int number) {
    return List.copyOf(node(number).ssh.commands);
  }

  public List<Node> all() {
    return nodes;
  }

  @Override
  public void close() throws IOException {
    asked.close();
    shells.close();
    for (var node : nodes) {
      node.goesAway();
    }
  }
}
