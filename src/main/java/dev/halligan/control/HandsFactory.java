package dev.halligan.control;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.ControlPlane;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.capacity.NodeCapacity;
import dev.halligan.control.evidence.ApiEvidence;
import dev.halligan.control.fence.NodeFence;
import dev.halligan.control.jail.Jail;
import dev.halligan.control.lifecycle.NodeHostLifecycle;
import dev.halligan.control.managed.ManagedHands;
import dev.halligan.control.node.HalliganNodes;
import dev.halligan.control.node.NodeShells;
import dev.halligan.control.node.NodeSurroundings;
import dev.halligan.control.pods.OwnPod;
import dev.halligan.control.traffic.HttpRouteTraffic;
import dev.halligan.control.workloads.TargetWorkloads;
import dev.halligan.target.Resilience;
import dev.halligan.target.SshCredentials;
import dev.halligan.target.TargetConnection;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the hands of a cluster: which drivers they are depends on where its control plane runs.
 * Hands remember what they did, so keep them as long as the connection they were made for.
 */
public final class HandsFactory {

  /** The hands, and what is held open for them; closing lets go of it. */
  public record Grip(Hands hands, AutoCloseable held) implements AutoCloseable {
    @Override
    public void close() {
      try {
        held.close();
      } catch (Exception e) {
        log.atWarn().setCause(e).log("hands were not closed cleanly");
      }
    }
  }

  private static final Logger log = LoggerFactory.getLogger(HandsFactory.class);
  static final int KUBEADM_PORT = 6443;

  private final NodeShells shells;
  private final KubernetesClient management;
  private final String podName;
  private final Function<AdminLane, Jail> jails;
  private final Epoch epoch;
  private final Clock clock;
  private final Clock wall;

  /**
   * @param management the cluster that holds the HTTPRoutes, and hosted control planes
   * @param podName the operator's own pod, in the namespace of the protected clusters
   * @param jails makes the jail of a cluster out of its admin lane
   * @param clock the process's, which never jumps
   * @param wall for times that other processes read, as until when a policy holds
   */
  public HandsFactory(
      NodeShells shells,
      KubernetesClient management,
      String podName,
      Function<AdminLane, Jail> jails,
      Epoch epoch,
      Clock clock,
      Clock wall) {
    this.shells = shells;
    this.management = management;
    this.podName = podName;
    this.jails = jails;
    this.epoch = epoch;
    this.clock = clock;
    this.wall = wall;
  }

  /**
   * Contacts nobody yet.
   *
   * @throws ControlFailure UNSUPPORTED for a control plane of no known kind, BAD_ARGUMENT for an
   *     SSH key or known_hosts text that cannot be read
   */
  public Grip open(TargetConnection target) {
    ControlPlane plane = target.spec().controlPlane();
    if (plane.managed() != null) {
      return atProvider(target);
    }
    return plane.hosted() == null ? onNodes(target, sshTo(target)) : onPods(target);
  }

  private Grip atProvider(TargetConnection target) {
    var lane = lane(target);
    var traffic = new HttpRouteTraffic(AdminLane.unguarded(management, epoch));
    var evidence = new ApiEvidence(lane, deadline -> behindABalancer(target, deadline));
    return new Grip(ManagedHands.over(lane, evidence, traffic, jails.apply(lane), clock), () -> {});
  }

  /** Nobody knows the servers behind it: it may hand the second connection to another one. */
  private static List<KubernetesClient> behindABalancer(
      TargetConnection target, Duration deadline) {
    return Stream.of(target.adminToEach(deadline), target.adminToEach(deadline))
        .flatMap(List::stream)
        .toList();
  }

  private static SshCredentials sshTo(TargetConnection target) {
    ControlPlane plane = target.spec().controlPlane();
    if (plane.nodes() == null) {
      throw new ControlFailure(
          Reason.UNSUPPORTED,
          "the control plane of " + target.key() + " is of a kind that this version does not know",
          "describe it under spec.controlPlane as nodes, hosted or managed");
    }
    return target
        .ssh()
        .orElseThrow(
            () ->
                new ControlFailure(
                    Reason.BAD_ARGUMENT,
                    "there are no SSH credentials for the hosts of " + target.key(),
                    "name a Secret with id_ed25519 and known_hosts in spec.controlPlane.nodes.ssh"));
  }

  private Grip onPods(TargetConnection target) {
    var beside = AdminLane.unguarded(management, epoch);
    var own = new OwnPod(beside, target.key().namespace(), podName, "halligan");
    var lane = lane(target);
    var hands = new HostedHands(beside, own, clock, wall).of(target, lane, jails.apply(lane));
    return new Grip(hands, () -> {});
  }

  private AdminLane lane(TargetConnection target) {
    return new AdminLane(target::admin, target::admin, new Guarded(target.resilience()), epoch);
  }

  private Grip onNodes(TargetConnection target, SshCredentials ssh) {
    var endpoints =
        target.spec().access().endpoints().stream()
            .map(endpoint -> HalliganNodes.socket(URI.create(endpoint.url())))
            .toList();
    var hosts = target.spec().controlPlane().nodes().hosts();
    var nodes = HalliganNodes.of(shells, ssh, hosts, apiPort(hosts, endpoints), epoch);
    var lane = lane(target);
    var hands =
        new Hands(
            new NodeFence(nodes, endpoints),
            new NodeCapacity(nodes, clock),
            new NodeHostLifecycle(nodes, lane, clock),
            new TargetWorkloads(lane),
            new HttpRouteTraffic(AdminLane.unguarded(management, epoch)),
            new ApiEvidence(lane, target::adminToEach),
            jails.apply(lane),
            new NodeSurroundings(nodes, () -> admins(target), clock));
    return new Grip(hands, nodes);
  }

  private static List<String> admins(TargetConnection target) {
    var admins = target.spec().admins();
    return admins == null || admins.cidrs() == null ? List.of() : admins.cidrs();
  }

  /**
   * Where the hosts themselves listen, until they tell: a balancer in front of them may have
   * another port, also one at a host's address.
   */
  static int apiPort(List<String> hosts, List<InetSocketAddress> endpoints) {
    var addresses = hosts.stream().map(h -> NodeShells.literal(h, 0).getAddress()).toList();
    return endpoints.stream()
        .filter(e -> addresses.contains(e.getAddress()))
        .mapToInt(InetSocketAddress::getPort)
        .findFirst()
        .orElse(KUBEADM_PORT);
  }

  private record Guarded(Resilience resilience) implements AdminLane.Guard {
    @Override
    public <T> T call(Callable<T> call) {
      return resilience.call(call);
    }

    @Override
    public <T> T idempotent(Callable<T> call) {
      return resilience.idempotent(call);
    }
  }
}
