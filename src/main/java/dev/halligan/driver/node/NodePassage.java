package dev.halligan.driver.node;

import dev.halligan.control.Fence.Client;
import dev.halligan.control.Fence.Passage;
import dev.halligan.control.Fence.Passage.Word;
import dev.halligan.driver.node.HalliganNodes.Got;
import dev.halligan.driver.node.ssh.HalliganNode;
import dev.halligan.driver.node.ssh.NodeStatus;
import dev.halligan.net.Cidr;
import dev.halligan.net.TcpCheck;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether administrators pass a fence on hosts: connects, and asks the hosts about failures. */
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

  /** Remembers the hosts' own addresses. */
  void learn(List<String> addresses) {
    own = parsed(addresses.stream()).collect(Collectors.toSet());
  }

  /**
   * Connects to every endpoint. An open connection to a host itself has passed the fence. A load
   * balancer accepts connections without reaching a server, so there a server must answer TLS.
   * Every host checked before raising the fence that the address of our SSH connection is admitted.
   */
  AdminReachability verify(IntFunction<List<Client>> rejected) {
    var open = endpoints.stream().filter(this::passes).toList();
    return open.size() == endpoints.size()
        ? new AdminReachability(open, List.of(), Set.of(), Set.of(), Set.of(), true)
        : seen(open, rejected);
  }

  private AdminReachability seen(List<InetSocketAddress> open, IntFunction<List<Client>> rejected) {
    var statuses = HalliganNodes.demand(nodes.statuses());
    learn(statuses.stream().flatMap(got -> got.value().addresses().stream()).toList());
    var closed = endpoints.stream().filter(Predicate.not(open::contains)).toList();
    return new AdminReachability(
        open,
        closed,
        own(),
        ours(statuses, closed),
        parsed(rejected.apply(TOP).stream().map(Client::address)).collect(Collectors.toSet()),
        statuses.stream().anyMatch(got -> got.value().apiServer().serves()));
  }

  /**
   * Whether connections from here get in now. We are rejected if every endpoint is closed while a
   * host reports that its server accepts connections, and either the fence there does not admit our
   * address or a direct connection to that server is refused immediately.
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

  /** Whether the fence on the host does not admit the address of our SSH connection. */
  private static boolean isStranger(NodeStatus status) {
    return parsed(Stream.ofNullable(status.caller())).anyMatch(a -> !isAdmin(a, status));
  }

  private static boolean isAdmin(InetAddress address, NodeStatus status) {
    return Cidr.parse(address.getHostAddress())
        .isWithinAny(status.fence().admins().stream().map(Cidr::parse));
  }

  /** Only if the host reports the port: otherwise possibly nothing listens there. */
  private boolean refuses(Got<NodeStatus> got) {
    var ports = got.value().apiServer().ports();
    var host = InetAddress.ofLiteral(got.node().host());
    return ports != null
        && endpoints.stream()
            .filter(e -> e.getAddress().equals(host) && ports.contains(e.getPort()))
            .anyMatch(TcpCheck::isRefused);
  }

  private boolean passes(InetSocketAddress endpoint) {
    return isHost(endpoint) ? TcpCheck.passes(endpoint) : TcpCheck.greets(endpoint);
  }

  private boolean isHost(InetSocketAddress endpoint) {
    return own().contains(endpoint.getAddress());
  }

  /** The hosts' addresses, from the spec and as reported. */
  private Set<InetAddress> own() {
    var named = nodes.each().stream().map(HalliganNode::host);
    return Stream.concat(parsed(named), own.stream()).collect(Collectors.toSet());
  }

  /**
   * Our addresses: for SSH as the hosts report them; for the API, which may take another path, as
   * we see them. The latter only if no NAT is between us and the hosts, where our address might be
   * someone else's. Addresses that every fence admits by now do not count: a host still remembers
   * that it once rejected them.
   */
  private Set<InetAddress> ours(List<Got<NodeStatus>> statuses, List<InetSocketAddress> closed) {
    var callers = parsed(callers(statuses)).collect(Collectors.toSet());
    var unchanged =
        statuses.stream()
            .map(got -> TcpCheck.source(got.node().host()))
            .allMatch(source -> source.filter(callers::contains).isPresent());
    var direct =
        closed.stream()
            .filter(e -> unchanged && isHost(e))
            .flatMap(e -> TcpCheck.source(e.getAddress().getHostAddress()).stream());
    return Stream.concat(callers.stream(), direct)
        .filter(a -> !isAdminEverywhere(a, statuses))
        .collect(Collectors.toSet());
  }

  private static boolean isAdminEverywhere(InetAddress address, List<Got<NodeStatus>> statuses) {
    return statuses.stream().map(Got::value).allMatch(s -> s.fence().up() && isAdmin(address, s));
  }

  /** As values: fd00::1 and fd00:0:0::1 are the same address. */
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
