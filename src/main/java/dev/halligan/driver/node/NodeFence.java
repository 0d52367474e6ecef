package dev.halligan.driver.node;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.Fence;
import dev.halligan.driver.node.HalliganNodes.Got;
import dev.halligan.driver.node.ssh.HalliganNode;
import dev.halligan.driver.node.ssh.HalliganNode.Clients;
import dev.halligan.driver.node.ssh.HalliganNode.Isolated;
import dev.halligan.driver.node.ssh.NodeStatus;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fence as nftables rules on the control-plane hosts, managed by {@code halligan-node}. */
public final class NodeFence implements Fence {
  /** Hosts rarely change their addresses, and an overloaded host takes a second to report them. */
  private static final Duration RECENT = Duration.ofMinutes(1);

  private final HalliganNodes nodes;
  private final NodePassage passage;
  private volatile List<String> shutWays = List.of();
  private volatile List<String> relays = List.of();

  /** {@code endpoints}: the addresses at which an administrator reaches the API server. */
  public NodeFence(HalliganNodes nodes, List<InetSocketAddress> endpoints) {
    this.nodes = nodes;
    this.passage = new NodePassage(nodes, endpoints);
  }

  @Override
  public State isolate(Admission admission) {
    var addresses = nodes.addresses(RECENT).orElseGet(this::askAddresses);
    passage.learn(addresses);
    var friends = friends(addresses);
    nodes.fenced(admission.ttl());
    var raised = nodes.ask(n -> n.isolate(admission.adminCidrs(), friends, admission.ttl()));
    var failure = HalliganNodes.failure(raised);
    if (failure.isPresent()) {
      nodes.ask(HalliganNodes.doing(HalliganNode::lift));
      throw failure.get();
    }
    relays = HalliganNodes.got(raised).stream().flatMap(NodeFence::relays).toList();
    var answers = HalliganNodes.values(HalliganNodes.got(raised));
    var expires = answers.stream().mapToLong(Isolated::expiresInSeconds).min();
    var hosts = answers.size();
    var upFor = Duration.ofMillis(answers.stream().mapToLong(Isolated::upMillis).min().orElse(0));
    return new State(true, hosts, hosts, Duration.ofSeconds(expires.orElse(0)), 0, null, upFor);
  }

  private static Stream<String> relays(Got<Isolated> got) {
    return got.value().ports().stream()
        .filter(port -> port != got.node().port())
        .map(port -> got.node().host() + ":" + port);
  }

  @Override
  public List<String> relays() {
    return relays;
  }

  @Override
  public void replaceAdmins(Admission admission) {
    var friends = friends(askAddresses());
    nodes.all(n -> n.isolate(admission.adminCidrs(), friends, admission.ttl()));
  }

  private List<String> askAddresses() {
    return HalliganNodes.values(HalliganNodes.demand(nodes.statuses())).stream()
        .flatMap(status -> status.addresses().stream())
        .toList();
  }

  private Set<String> friends(List<String> addresses) {
    var friends = new LinkedHashSet<String>();
    nodes.each().forEach(n -> friends.add(n.host()));
    friends.addAll(addresses);
    return friends;
  }

  /** NO_FENCE also if a host is back after it was gone: its fence expired or was lost. */
  @Override
  public void renew(Duration ttl) {
    nodes.fenced(ttl);
    var answers = nodes.ask(n -> n.renew(ttl));
    var expired = HalliganNodes.failures(answers).filter(f -> f.reason() == Reason.NO_FENCE);
    expired.findFirst().ifPresent(HalliganNodes::raise);
    HalliganNodes.demand(answers);
  }

  @Override
  public void admit(CohortShare c) {
    nodes.all(n -> n.admit(c.name(), c.cidrs(), c.share(), c.connectionsPerSecond()));
  }

  @Override
  public List<Client> rejectedClients(int top) {
    return most(top, t -> t.rejected().stream().map(k -> new Client(k.address(), k.packets())));
  }

  @Override
  public List<Client> connectedClients(int top) {
    return most(top, t -> t.connected().stream().map(c -> new Client(c.address(), c.count())));
  }

  private List<Client> most(int top, Function<Clients, Stream<Client>> part) {
    return nodes.any(n -> n.clients(top)).stream()
        .flatMap(got -> part.apply(got.value()))
        .collect(Collectors.groupingBy(Client::address, Collectors.summingLong(Client::count)))
        .entrySet()
        .stream()
        .map(e -> new Client(e.getKey(), e.getValue()))
        .sorted(Comparator.comparingLong(Client::count).reversed().thenComparing(Client::address))
        .limit(top)
        .toList();
  }

  @Override
  public void lift() {
    nodes.reached(HalliganNodes.doing(HalliganNode::lift));
  }

  @Override
  public List<String> missing() {
    return nodes.unreached();
  }

  @Override
  public List<String> absent() {
    return nodes.absent();
  }

  @Override
  public List<String> deaf() {
    return nodes.deaf();
  }

  /**
   * A host that does not answer counts as one without a fence, unless it is left out. Throws if no
   * host answers.
   */
  @Override
  public State state() {
    var answers = nodes.statuses();
    var got = HalliganNodes.got(answers);
    if (got.isEmpty()) {
      HalliganNodes.demand(answers);
    }
    hollow(got).ifPresent(HalliganNodes::raise);
    var statuses = HalliganNodes.values(got);
    var fences =
        statuses.stream().map(NodeStatus::fence).filter(NodeStatus.FenceStatus::up).toList();
    var expires = fences.stream().mapToLong(NodeStatus.FenceStatus::expiresInSeconds).min();
    var rejected = statuses.stream().mapToLong(s -> s.fence().rejected()).sum();
    var hosts = (int) answers.stream().filter(Predicate.not(HalliganNodes::isLeftOut)).count();
    return new State(
        hosts > 0 && fences.size() == hosts,
        hosts,
        fences.size(),
        Duration.ofSeconds(expires.orElse(0)),
        rejected);
  }

  /** The host's own report: someone changed its rules, or a client got in that is not admitted. */
  private static Optional<ControlFailure> hollow(List<Got<NodeStatus>> answers) {
    return answers.stream()
        .filter(got -> got.value().fence().isHollow())
        .findFirst()
        .map(
            got ->
                new ControlFailure(
                    Reason.NOT_ENFORCED,
                    "the fence on host %s does not hold: %s"
                        .formatted(got.node().host(), got.value().fence().why()),
                    "run nft list ruleset on that host, and find out what else changes the rules"));
  }

  @Override
  public void verifyAdminPasses() {
    var seen = passage.verify(this::rejectedClients);
    shutWays = seen.shutWays();
    seen.objection().ifPresent(HalliganNodes::raise);
  }

  @Override
  public Passage passage() {
    return passage.now();
  }

  @Override
  public List<String> shutWays() {
    return shutWays;
  }
}
