package dev.halligan.driver.hosted;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.connection.TargetConnection;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlPlaneDriver;
import dev.halligan.control.GuardedClient;
import dev.halligan.control.Jail;
import dev.halligan.driver.hosted.capacity.PodCapacity;
import dev.halligan.driver.hosted.fence.FenceProbePods;
import dev.halligan.driver.hosted.fence.PolicyFence;
import dev.halligan.driver.hosted.fence.PolicyFencePreflight;
import dev.halligan.driver.hosted.pods.ApiServerPods;
import dev.halligan.driver.hosted.pods.HostedPermissions;
import dev.halligan.driver.hosted.pods.OperatorPod;
import dev.halligan.driver.hosted.pods.PodInstanceObserver;
import dev.halligan.driver.hosted.pods.ReapedLifecycle;
import dev.halligan.driver.hosted.pods.ReaperJob;
import dev.halligan.driver.inband.ApiEvidence;
import dev.halligan.driver.inband.HttpRouteTraffic;
import dev.halligan.driver.inband.LeaseOrStopLifecycle;
import dev.halligan.driver.inband.TargetWorkloads;
import dev.halligan.net.LiteralAddress;
import dev.halligan.sidecar.ExpiryReaper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Creates the driver of a control plane that runs as pods of the management cluster.
 *
 * @param management the client of that cluster
 * @param own the operator's own pod there
 * @param clock the clock of this process, which never jumps
 * @param wall for times that other processes read there: the reaper, the next leader
 */
public record HostedDriver(GuardedClient management, OperatorPod own, Clock clock, Clock wall) {

  /** {@code lane} leads into the target. */
  public ControlPlaneDriver of(TargetConnection target, GuardedClient lane, Jail jail) {
    var hosted = target.spec().controlPlane().hosted();
    var cluster = target.key().name();
    var pods =
        new ApiServerPods(
            management, hosted.namespace(), hosted.podSelector(), hosted.apiServer().container());
    var reaper = new ReaperJob(management, own, cluster, ward(cluster, hosted));
    return new ControlPlaneDriver(
        fence(target, pods, reaper),
        new PodCapacity(management, hosted, wall),
        new ReapedLifecycle(
            new LeaseOrStopLifecycle(lane, new HostedControllers(management, hosted, wall), wall),
            reaper),
        new TargetWorkloads(lane),
        new HttpRouteTraffic(management),
        new ApiEvidence(lane, deadline -> servers(target, pods, deadline)),
        jail,
        observer(target, pods));
  }

  /** Each pod at its own address; while these are unknown, the load balancer picks a pod. */
  private static List<KubernetesClient> servers(
      TargetConnection target, ApiServerPods pods, Duration deadline) {
    var addresses = addresses(pods, port(target.spec().controlPlane().hosted()));
    return addresses.isEmpty()
        ? target.adminToEach(deadline)
        : target.adminToEach(addresses, deadline);
  }

  private static List<InetSocketAddress> addresses(ApiServerPods pods, int port) {
    try {
      return pods.list().stream()
          .filter(pod -> pod.running() && !pod.leaving() && pod.address() != null)
          .map(pod -> new InetSocketAddress(InetAddress.ofLiteral(pod.address()), port))
          .toList();
    } catch (ControlFailure _) {
      return List.of();
    }
  }

  private PolicyFence fence(TargetConnection target, ApiServerPods pods, ReaperJob reaper) {
    var hosted = target.spec().controlPlane().hosted();
    var cluster = target.key().name();
    var endpoints =
        target.spec().access().endpoints().stream()
            .map(endpoint -> LiteralAddress.of(URI.create(endpoint.url())))
            .toList();
    var wiring =
        new PolicyFence.Config(
            cluster,
            hosted.namespace(),
            hosted.podSelector(),
            port(hosted),
            endpoints,
            own.namespace());
    var fenceProbes = new FenceProbePods(management, own, cluster);
    return new PolicyFence(management, wiring, pods, prospect(target), fenceProbes, reaper, wall);
  }

  private PodInstanceObserver observer(TargetConnection target, ApiServerPods pods) {
    var hosted = target.spec().controlPlane().hosted();
    var prospect = prospect(target);
    return new PodInstanceObserver(
        pods,
        new HostedPermissions(management, hosted.namespace(), own.namespace()),
        present -> prospect.of(present, target.spec().admins().cidrs()),
        hosted.namespace(),
        clock);
  }

  private PolicyFencePreflight prospect(TargetConnection target) {
    var hosted = target.spec().controlPlane().hosted();
    return new PolicyFencePreflight(
        management,
        target.key().namespace(),
        target.key().name(),
        hosted.namespace(),
        port(hosted));
  }

  private static ExpiryReaper.ReaperTargets ward(String cluster, Hosted hosted) {
    var controllers = hosted.controllerManager();
    return new ExpiryReaper.ReaperTargets(
        hosted.namespace(),
        PolicyFence.policyName(cluster),
        controllers == null ? null : controllers.kind() + "/" + controllers.name());
  }

  private static int port(Hosted hosted) {
    return hosted.port() == null ? ProtectedClusterSpec.KUBEADM_PORT : hosted.port();
  }
}
