package dev.halligan.e2e.plane;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halligan.e2e.lab.Cluster;
import dev.halligan.e2e.lab.Eventually;
import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.measure.Stopwatch;
import dev.halligan.e2e.report.DrillResult.Check;
import dev.halligan.e2e.scenario.Scenario;
import dev.halligan.e2e.watch.ClientVantage;
import dev.halligan.e2e.watch.FenceListener;
import dev.halligan.e2e.watch.NodeFenceWatch;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A cluster of its own nodes; its API server is a static pod on each control-plane node. */
public record NodeTarget(Cluster cluster, KubernetesClient admin) implements Target {

  @Override
  public Config superAdmin() {
    return cluster.superAdmin();
  }

  @Override
  public List<Node> hosts() {
    return cluster.nodes();
  }

  @Override
  public List<Node> workers() {
    return cluster.workers();
  }

  @Override
  public ClientVantage ordinaryClient() {
    return new ClientVantage(cluster.workers().getFirst(), "");
  }

  @Override
  public void release() {
    cluster.controlPlane().forEach(NodeTarget::release);
    cluster.workers().forEach(Target::forgetVisits);
  }

  /**
   * With the tool that made them. It may be busy; until it has agreed, what it keeps must stay: a
   * frozen controller-manager's only manifest is there.
   */
  private static void release(Node node) {
    for (String verb : List.of("lift", "thaw", "shrink")) {
      Eventually.until(
          "halligan-node " + verb + " succeeds on " + node.name(),
          Duration.ofMinutes(1),
          () -> node.run("halligan-node " + verb).ok());
    }
  }

  @Override
  public void limit(Scenario.ApiServer limits) {
    new ApiServerLimit(cluster).apply(limits, admin);
  }

  @Override
  public void network(Scenario.Network network) {
    hosts().forEach(node -> Masquerade.set(node, network == Scenario.Network.MASQUERADE));
  }

  /**
   * An API server that restarts takes the leases of controller-manager and scheduler with it; the
   * kubelet's crash back-off would keep them away for minutes, and a drill must not begin like
   * that.
   */
  @Override
  public void forgetBackOff() {
    cluster.controlPlane().forEach(node -> node.run("systemctl restart kubelet"));
  }

  /** The kubelets do. */
  @Override
  public void host(String manifests) {}

  @Override
  public int ready(String namespace, String name) {
    return Replicas.ready(admin.apps().deployments().inNamespace(namespace).withName(name).get());
  }

  @Override
  public boolean canBeFenced() {
    return true;
  }

  @Override
  public String instance() {
    return "control-plane host";
  }

  @Override
  public FenceWatch watchFence(Stopwatch watch, FenceListener listener) {
    return new NodeFenceWatch(cluster.controlPlane(), watch, listener)::close;
  }

  @Override
  public List<Check> checks() {
    return cluster.controlPlane().stream().flatMap(NodeTarget::checks).toList();
  }

  private static Stream<Check> checks(Node node) {
    JsonNode status =
        Serialization.unmarshal(node.run("halligan-node status").out(), JsonNode.class);
    return Stream.of(
        Check.of(
            "no fence on " + node.name(),
            !status.at("/fence/up").asBoolean(true),
            status.path("fence").toString()),
        Check.of("thawed on " + node.name(), !status.path("frozen").asBoolean(true), ""));
  }
}
