package dev.halligan.control.fence;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.node.HalliganNode;
import dev.halligan.control.node.HalliganNode.Isolated;
import dev.halligan.control.node.HalliganNode.Talkers;
import dev.halligan.control.node.HalliganNodes;
import dev.halligan.control.node.HalliganNodes.Got;
import dev.halligan.control.node.NodeStatus;
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

/** The fence as nftables rules on the control-plane hosts, kept by {@code halligan-node}. */
public final class NodeFence implements Fence {
  /** Hosts rarely change their addresses, and a drowned one takes a second to tell them. */
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

  /** NO_FENCE also when a host is back that was gone: its fence has died, or was lost with it. */
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
  public List<Talker> talkers(int top) {
    return most(top, t -> t.talkers().stream().map(k -> new Talker(k.address(), k.packets())));
  }

  @Override
  public List<Talker> connections(int top) {
    return most(top, t -> t.connections().stream().map(c -> new Talker(c.address(), c.count())));
  }

  private List<Talker> most(int top, Function<Talkers, Stream<Talker>> part) {
    return nodes.any(n -> n.talkers(top)).stream()
        .flatMap(got -> part.apply(got.value()))
        .collect(Collectors.groupingBy(Talker::address, Collectors.summingLong(Talker::packets)))
        .entrySet()
        .stream()
        .map(e -> new Talker(e.getKey(), e.getValue()))
        .sorted(Comparator.comparingLong(Talker::packets).reversed().thenComparing(Talker::address))
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
   * A host that does not answer counts as one where the fence is not up, unless it is left out;
   * throws when none answers.
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

  /** The host's own word: its rules were changed, or somebody gets in who should not. */
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
                    "look there at nft list ruleset, and for who else changes it"));
  }

  @Override
  public void verifyAdminPasses() {
    var seen = passage.verify(this::talkers);
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
