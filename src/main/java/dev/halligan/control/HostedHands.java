package dev.halligan.control;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Hosted;
import dev.halligan.control.capacity.PodCapacity;
import dev.halligan.control.evidence.ApiEvidence;
import dev.halligan.control.fence.PolicyFence;
import dev.halligan.control.fence.PolicyProspect;
import dev.halligan.control.jail.Jail;
import dev.halligan.control.lifecycle.HostedLifecycle;
import dev.halligan.control.node.HalliganNodes;
import dev.halligan.control.pods.ApiServerPods;
import dev.halligan.control.pods.HostedRights;
import dev.halligan.control.pods.Keeper;
import dev.halligan.control.pods.KeeperJob;
import dev.halligan.control.pods.KeptLifecycle;
import dev.halligan.control.pods.OwnPod;
import dev.halligan.control.pods.PodSurroundings;
import dev.halligan.control.pods.SentryPods;
import dev.halligan.control.traffic.HttpRouteTraffic;
import dev.halligan.control.workloads.TargetWorkloads;
import dev.halligan.target.TargetConnection;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The hands for a control plane that runs as pods of the management cluster.
 *
 * @param management the lane into that cluster
 * @param own the operator's own pod there
 * @param clock the process's, which never jumps
 * @param wall for what is written there and read by other processes: the keeper, the next leader
 */
record HostedHands(AdminLane management, OwnPod own, Clock clock, Clock wall) {

  /** {@code lane} leads into the target. */
  Hands of(TargetConnection target, AdminLane lane, Jail jail) {
    var hosted = target.spec().controlPlane().hosted();
    var cluster = target.key().name();
    var pods =
        new ApiServerPods(
            management, hosted.namespace(), hosted.podSelector(), hosted.apiServer().container());
    var keeper = new KeeperJob(management, own, cluster, ward(cluster, hosted));
    return new Hands(
        fence(target, pods, keeper),
        new PodCapacity(management, hosted, wall),
        new KeptLifecycle(new HostedLifecycle(lane, management, hosted, wall), keeper),
        new TargetWorkloads(lane),
        new HttpRouteTraffic(management),
        new ApiEvidence(lane, deadline -> servers(target, pods, deadline)),
        jail,
        surroundings(target, pods));
  }

  /** Each pod at its own address; while they are not known, the balancer picks one. */
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

  private PolicyFence fence(TargetConnection target, ApiServerPods pods, KeeperJob keeper) {
    var hosted = target.spec().controlPlane().hosted();
    var cluster = target.key().name();
    var endpoints =
        target.spec().access().endpoints().stream()
            .map(endpoint -> HalliganNodes.socket(URI.create(endpoint.url())))
            .toList();
    var wiring =
        new PolicyFence.Wiring(
            cluster,
            hosted.namespace(),
            hosted.podSelector(),
            port(hosted),
            endpoints,
            own.namespace());
    var sentries = new SentryPods(management, own, cluster);
    return new PolicyFence(management, wiring, pods, prospect(target), sentries, keeper, wall);
  }

  private PodSurroundings surroundings(TargetConnection target, ApiServerPods pods) {
    var hosted = target.spec().controlPlane().hosted();
    var prospect = prospect(target);
    return new PodSurroundings(
        pods,
        new HostedRights(management, hosted.namespace(), own.namespace()),
        present -> prospect.of(present, target.spec().admins().cidrs()),
        hosted.namespace(),
        clock);
  }

  private PolicyProspect prospect(TargetConnection target) {
    var hosted = target.spec().controlPlane().hosted();
    return new PolicyProspect(
        management,
        target.key().namespace(),
        target.key().name(),
        hosted.namespace(),
        port(hosted));
  }

  private static Keeper.Ward ward(String cluster, Hosted hosted) {
    var controllers = hosted.controllerManager();
    return new Keeper.Ward(
        hosted.namespace(),
        PolicyFence.policyName(cluster),
        controllers == null ? null : controllers.kind() + "/" + controllers.name());
  }

  private static int port(Hosted hosted) {
    return hosted.port() == null ? HandsFactory.KUBEADM_PORT : hosted.port();
  }
}
