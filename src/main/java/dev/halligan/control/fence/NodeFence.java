package dev.halligan.control.fence;

import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.node.Dial;
import dev.halligan.control.node.HalliganNode;
import dev.halligan.control.node.HalliganNode.Talkers;
import dev.halligan.control.node.HalliganNodes;
import dev.halligan.control.node.HalliganNodes.Got;
import dev.halligan.control.node.NodeStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fence as nftables rules on the control-plane hosts, kept by {@code halligan-node}. */
public final class NodeFence implements Fence {
  private final HalliganNodes nodes;
  private final List<InetSocketAddress> endpoints;
  private volatile Set<InetAddress> own = Set.of();
  private volatile List<String> shutWays = List.of();

  /** {@code endpoints}: the addresses at which an administrator reaches the API server. */
  public NodeFence(HalliganNodes nodes, List<InetSocketAddress> endpoints) {
    this.nodes = nodes;
    this.endpoints = List.copyOf(endpoints);
  }

  @Override
  public State isolate(Admission admission) {
    var statuses = HalliganNodes.values(HalliganNodes.demand(nodes.statuses()));
    learn(statuses);
    var friends = friends(statuses);
    nodes.fenced(admission.ttl());
    var raised = nodes.ask(n -> n.isolate(admission.adminCidrs(), friends, admission.ttl()));
    var failure = HalliganNodes.failure(raised);
    if (failure.isPresent()) {
      nodes.ask(HalliganNodes.doing(HalliganNode::lift));
      throw failure.get();
    }
    var answers = HalliganNodes.values(HalliganNodes.got(raised));
    var expires = answers.stream().mapToLong(HalliganNode.Isolated::expiresInSeconds).min();
    var rejected = statuses.stream().mapToLong(s -> s.fence().rejected()).sum();
    var hosts = answers.size();
    return new State(true, hosts, hosts, Duration.ofSeconds(expires.orElse(0)), rejected);
  }

  @Override
  public void replaceAdmins(Admission admission) {
    var statuses = HalliganNodes.values(HalliganNodes.demand(nodes.statuses()));
    var friends = friends(statuses);
    nodes.all(n -> n.isolate(admission.adminCidrs(), friends, admission.ttl()));
  }

  private Set<String> friends(List<NodeStatus> statuses) {
    var friends = new LinkedHashSet<String>();
    nodes.each().forEach(n -> friends.add(n.host()));
    statuses.forEach(s -> friends.addAll(s.addresses()));
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

  /**
   * A host that does not answer counts as one where the fence is not up, unless it is gone; throws
   * when none answers.
   */
  @Override
  public State state() {
    var answers = nodes.statuses();
    var statuses = HalliganNodes.values(HalliganNodes.got(answers));
    if (statuses.isEmpty()) {
      HalliganNodes.demand(answers);
    }
    var fences =
        statuses.stream().map(NodeStatus::fence).filter(NodeStatus.FenceStatus::up).toList();
    var expires = fences.stream().mapToLong(NodeStatus.FenceStatus::expiresInSeconds).min();
    var rejected = statuses.stream().mapToLong(s -> s.fence().rejected()).sum();
    var hosts = (int) answers.stream().filter(Predicate.not(HalliganNodes::isAbsent)).count();
    return new State(
        hosts > 0 && fences.size() == hosts,
        hosts,
        fences.size(),
        Duration.ofSeconds(expires.orElse(0)),
        rejected);
  }

  /**
   * Dials every endpoint. A connection to a host itself has passed the fence when it opens; a
   * balancer opens one without having reached anybody, so there a server has to greet us. Whether
   * the address of our SSH connection is an administrator's was already checked by every host
   * before it raised the fence.
   */
  @Override
  public void verifyAdminPasses() {
    var open = endpoints.stream().filter(this::passes).toList();
    var passage = open.size() == endpoints.size() ? allOpen(open) : passage(open);
    shutWays = passage.shutWays();
    passage.objection().ifPresent(HalliganNodes::raise);
  }

  @Override
  public List<String> shutWays() {
    return shutWays;
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

  private void learn(List<NodeStatus> statuses) {
    own =
        parsed(statuses.stream().flatMap(s -> s.addresses().stream())).collect(Collectors.toSet());
  }

  private static AdminPassage allOpen(List<InetSocketAddress> open) {
    return new AdminPassage(open, List.of(), Set.of(), Set.of(), Set.of(), true);
  }

  private AdminPassage passage(List<InetSocketAddress> open) {
    var statuses = HalliganNodes.demand(nodes.statuses());
    learn(HalliganNodes.values(statuses));
    var closed = endpoints.stream().filter(Predicate.not(open::contains)).toList();
    return new AdminPassage(
        open,
        closed,
        own(),
        ours(statuses, closed),
        parsed(talkers(1000).stream().map(Talker::address)).collect(Collectors.toSet()),
        statuses.stream().anyMatch(got -> got.value().apiServer().serves()));
  }

  /**
   * Where we come from: by SSH as the hosts say; and to the API, which may be another way, as we
   * see it ourselves. The latter only where nobody between us and the hosts changes addresses: ours
   * may be the address of a stranger there.
   */
  private Set<InetAddress> ours(List<Got<NodeStatus>> statuses, List<InetSocketAddress> closed) {
    var callers =
        parsed(statuses.stream().map(got -> got.value().caller()).filter(Objects::nonNull))
            .collect(Collectors.toSet());
    var unchanged =
        statuses.stream()
            .map(got -> Dial.source(got.node().host()))
            .allMatch(source -> source.filter(callers::contains).isPresent());
    var direct =
        closed.stream()
            .filter(e -> unchanged && isHost(e))
            .flatMap(e -> Dial.source(e.getAddress().getHostAddress()).stream());
    return Stream.concat(callers.stream(), direct).collect(Collectors.toSet());
  }

  /** As values: fd00::1 and fd00:0:0::1 are one address. */
  private static Stream<InetAddress> parsed(Stream<String> addresses) {
    return addresses.flatMap(NodeFence::parsed);
  }

  private static Stream<InetAddress> parsed(String address) {
    try {
      return Stream.of(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException notAnAddress) {
      return Stream.empty();
    }
  }
}
