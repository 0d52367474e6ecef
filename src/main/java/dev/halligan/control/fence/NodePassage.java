package dev.halligan.control.fence;

import dev.halligan.control.fence.Fence.Passage;
import dev.halligan.control.fence.Fence.Passage.Word;
import dev.halligan.control.fence.Fence.Talker;
import dev.halligan.control.node.Dial;
import dev.halligan.control.node.HalliganNode;
import dev.halligan.control.node.HalliganNodes;
import dev.halligan.control.node.HalliganNodes.Got;
import dev.halligan.control.node.NodeStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether administrators pass a fence on hosts: dials, and asks the hosts about what failed. */
final class NodePassage {
  private static final int TOP = 1000;

  private final HalliganNodes nodes;
  private final List<InetSocketAddress> endpoints;
  private volatile Set<InetAddress> own = Set.of();

  /** {@code endpoints}: the addresses at which an administrator reaches the API server. */
  NodePassage(HalliganNodes nodes, List<InetSocketAddress> endpoints) {
    this.nodes = nodes;
    this.endpoints = List.copyOf(endpoints);
  }

  /** Remembers which addresses are the hosts' own. */
  void learn(List<String> addresses) {
    own = parsed(addresses.stream()).collect(Collectors.toSet());
  }

  /**
   * Dials every endpoint. A connection to a host itself has passed the fence when it opens; a
   * balancer opens one without having reached anybody, so there a server has to greet us. Whether
   * the address of our SSH connection is an administrator's was already checked by every host
   * before it raised the fence.
   */
  AdminPassage verify(IntFunction<List<Talker>> talkers) {
    var open = endpoints.stream().filter(this::passes).toList();
    return open.size() == endpoints.size()
        ? new AdminPassage(open, List.of(), Set.of(), Set.of(), Set.of(), true)
        : seen(open, talkers);
  }

  private AdminPassage seen(List<InetSocketAddress> open, IntFunction<List<Talker>> talkers) {
    var statuses = HalliganNodes.demand(nodes.statuses());
    learn(statuses.stream().flatMap(got -> got.value().addresses().stream()).toList());
    var closed = endpoints.stream().filter(Predicate.not(open::contains)).toList();
    return new AdminPassage(
        open,
        closed,
        own(),
        ours(statuses, closed),
        parsed(talkers.apply(TOP).stream().map(Talker::address)).collect(Collectors.toSet()),
        statuses.stream().anyMatch(got -> got.value().apiServer().serves()));
  }

  /**
   * Whether anybody gets in from here, now. We are turned away when every endpoint is shut while a
   * host says that its server takes connections, and either the fence there does not know our
   * address, or a connection to that very server is refused at once.
   */
  Passage now() {
    if (endpoints.isEmpty() || endpoints.stream().anyMatch(this::passes)) {
      return new Passage(Word.PASSES, List.of());
    }
    var listening =
        HalliganNodes.got(nodes.statuses()).stream()
            .filter(got -> got.value().fence().up() && got.value().apiServer().listens())
            .toList();
    return listening.stream().anyMatch(got -> isStranger(got.value()) || refuses(got))
        ? new Passage(Word.TURNED_AWAY, callers(listening).distinct().toList())
        : Passage.UNKNOWN;
  }

  private static Stream<String> callers(List<Got<NodeStatus>> answers) {
    return answers.stream().map(got -> got.value().caller()).filter(Objects::nonNull);
  }

  /** Whether the fence on the host lets the address pass from which we come to it by SSH. */
  private static boolean isStranger(NodeStatus status) {
    return parsed(Stream.ofNullable(status.caller())).anyMatch(a -> !isAdmin(a, status));
  }

  private static boolean isAdmin(InetAddress address, NodeStatus status) {
    return Block.parse(address.getHostAddress())
        .isWithinAny(status.fence().admins().stream().map(Block::parse));
  }

  /** Only where the host tells the port: else nobody may listen there. */
  private boolean refuses(Got<NodeStatus> got) {
    var ports = got.value().apiServer().ports();
    var host = InetAddress.ofLiteral(got.node().host());
    return ports != null
        && endpoints.stream()
            .filter(e -> e.getAddress().equals(host) && ports.contains(e.getPort()))
            .anyMatch(Dial::isRefused);
  }

  private boolean passes(InetSocketAddress endpoint) {
    return isHost(endpoint) ? Dial.passes(endpoint) : Dial.greets(endpoint);
  }

  private boolean isHost(InetSocketAddress endpoint) {
    return own().contains(endpoint.getAddress());
  }

  /** Of the hosts, as the spec names them and as they said. */
  private Set<InetAddress> own() {
    var named = nodes.each().stream().map(HalliganNode::host);
    return Stream.concat(parsed(named), own.stream()).collect(Collectors.toSet());
  }

  /**
   * Where we come from: by SSH as the hosts say; and to the API, which may be another way, as we
   * see it ourselves. The latter only where nobody between us and the hosts changes addresses: ours
   * may be the address of a stranger there. What a fence lets pass by now does not count: the host
   * still knows that it once turned it away.
   */
  private Set<InetAddress> ours(List<Got<NodeStatus>> statuses, List<InetSocketAddress> closed) {
    var callers = parsed(callers(statuses)).collect(Collectors.toSet());
    var unchanged =
        statuses.stream()
            .map(got -> Dial.source(got.node().host()))
            .allMatch(source -> source.filter(callers::contains).isPresent());
    var direct =
        closed.stream()
            .filter(e -> unchanged && isHost(e))
            .flatMap(e -> Dial.source(e.getAddress().getHostAddress()).stream());
    return Stream.concat(callers.stream(), direct)
        .filter(a -> !isAdminEverywhere(a, statuses))
        .collect(Collectors.toSet());
  }

  private static boolean isAdminEverywhere(InetAddress address, List<Got<NodeStatus>> statuses) {
    return statuses.stream().map(Got::value).allMatch(s -> s.fence().up() && isAdmin(address, s));
  }

  /** As values: fd00::1 and fd00:0:0::1 are one address. */
  private static Stream<InetAddress> parsed(Stream<String> addresses) {
    return addresses.flatMap(NodePassage::parsed);
  }

  private static Stream<InetAddress> parsed(String address) {
    try {
      return Stream.of(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException notAnAddress) {
      return Stream.empty();
    }
  }
}
