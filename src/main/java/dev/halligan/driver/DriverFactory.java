package dev.halligan.driver;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.ControlPlane;
import dev.halligan.connection.Resilience;
import dev.halligan.connection.SshCredentials;
import dev.halligan.connection.TargetConnection;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.control.ControlPlaneDriver;
import dev.halligan.control.Epoch;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.Jail;
import dev.halligan.driver.hosted.HostedDriver;
import dev.halligan.driver.hosted.pods.OperatorPod;
import dev.halligan.driver.inband.ApiEvidence;
import dev.halligan.driver.inband.HttpRouteTraffic;
import dev.halligan.driver.inband.LeaseOrStopLifecycle;
import dev.halligan.driver.inband.TargetWorkloads;
import dev.halligan.driver.managed.ManagedDriver;
import dev.halligan.driver.node.HalliganNodes;
import dev.halligan.driver.node.HostControllers;
import dev.halligan.driver.node.NodeCapacity;
import dev.halligan.driver.node.NodeFence;
import dev.halligan.driver.node.NodeInstanceObserver;
import dev.halligan.driver.node.ssh.NodeShells;
import dev.halligan.net.LiteralAddress;
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
 * Creates the driver of a cluster, depending on where its control plane runs. A driver remembers
 * what it did, so keep it as long as the connection that it was created for.
 */
public final class DriverFactory {

  /** The driver and the resources that it holds open; closing releases them. */
  public record DriverHandle(ControlPlaneDriver driver, AutoCloseable held)
      implements AutoCloseable {
    @Override
    public void close() {
      try {
        held.close();
      } catch (Exception e) {
        log.atWarn().setCause(e).log("failed to close a driver cleanly");
      }
    }
  }

  private static final Logger log = LoggerFactory.getLogger(DriverFactory.class);

  private final NodeShells shells;
  private final KubernetesClient management;
  private final String podName;
  private final Function<GuardedClient, Jail> jails;
  private final Epoch epoch;
  private final Clock clock;
  private final Clock wall;

  /**
   * @param management the cluster that holds the HTTPRoutes, and hosted control planes
   * @param podName the operator's own pod, in the namespace of the protected clusters
   * @param jails creates the jail of a cluster from its admin lane
   * @param clock the clock of this process, which never jumps
   * @param wall for times that other processes read, such as the expiry of a policy
   */
  public DriverFactory(
      NodeShells shells,
      KubernetesClient management,
      String podName,
      Function<GuardedClient, Jail> jails,
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
   * Opens no connection yet.
   *
   * @throws ControlFailure UNSUPPORTED for an unknown kind of control plane, BAD_ARGUMENT for an
   *     SSH key or known_hosts text that cannot be read
   */
  public DriverHandle open(TargetConnection target) {
    ControlPlane plane = target.spec().controlPlane();
    if (plane.managed() != null) {
      return atProvider(target);
    }
    return plane.hosted() == null ? onNodes(target, sshTo(target)) : onPods(target);
  }

  private DriverHandle atProvider(TargetConnection target) {
    var lane = lane(target);
    var traffic = new HttpRouteTraffic(GuardedClient.unguarded(management, epoch));
    var evidence = new ApiEvidence(lane, deadline -> behindABalancer(target, deadline));
    return new DriverHandle(
        ManagedDriver.over(lane, evidence, traffic, jails.apply(lane), clock), () -> {});
  }

  /** The servers behind it are unknown; it may send the second connection to another server. */
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
          "this version does not know the kind of control plane of " + target.key(),
          "set spec.controlPlane to nodes, hosted or managed");
    }
    return target
        .ssh()
        .orElseThrow(
            () ->
                new ControlFailure(
                    Reason.BAD_ARGUMENT,
                    "no SSH credentials exist for the hosts of " + target.key(),
                    "point spec.controlPlane.nodes.ssh.secretRef at a Secret with id_ed25519 and"
                        + " known_hosts"));
  }

  private DriverHandle onPods(TargetConnection target) {
    var beside = GuardedClient.unguarded(management, epoch);
    var own = new OperatorPod(beside, target.key().namespace(), podName, "halligan");
    var lane = lane(target);
    var driver = new HostedDriver(beside, own, clock, wall).of(target, lane, jails.apply(lane));
    return new DriverHandle(driver, () -> {});
  }

  private GuardedClient lane(TargetConnection target) {
    return new GuardedClient(target::admin, target::admin, new Guarded(target.resilience()), epoch);
  }

  private DriverHandle onNodes(TargetConnection target, SshCredentials ssh) {
    var endpoints =
        target.spec().access().endpoints().stream()
            .map(endpoint -> LiteralAddress.of(URI.create(endpoint.url())))
            .toList();
    var hosts = target.spec().controlPlane().nodes().hosts();
    var nodes = HalliganNodes.of(shells, ssh, hosts, apiPort(hosts, endpoints), epoch);
    var lane = lane(target);
    var driver =
        new ControlPlaneDriver(
            new NodeFence(nodes, endpoints),
            new NodeCapacity(nodes, clock),
            new LeaseOrStopLifecycle(lane, new HostControllers(nodes), clock),
            new TargetWorkloads(lane),
            new HttpRouteTraffic(GuardedClient.unguarded(management, epoch)),
            new ApiEvidence(lane, target::adminToEach),
            jails.apply(lane),
            new NodeInstanceObserver(nodes, () -> admins(target), clock));
    return new DriverHandle(driver, nodes);
  }

  private static List<String> admins(TargetConnection target) {
    var admins = target.spec().admins();
    return admins == null || admins.cidrs() == null ? List.of() : admins.cidrs();
  }

  /**
   * The port that the hosts themselves listen on, until they report it. A load balancer in front of
   * them may use another port, even at a host's address.
   */
  static int apiPort(List<String> hosts, List<InetSocketAddress> endpoints) {
    var addresses = hosts.stream().map(h -> LiteralAddress.of(h, 0).getAddress()).toList();
    return endpoints.stream()
        .filter(e -> addresses.contains(e.getAddress()))
        .mapToInt(InetSocketAddress::getPort)
        .findFirst()
        .orElse(ProtectedClusterSpec.KUBEADM_PORT);
  }

  private record Guarded(Resilience resilience) implements GuardedClient.Guard {
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
