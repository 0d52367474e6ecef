package dev.halligan.e2e.plane;

import dev.halligan.e2e.lab.Cluster;
import dev.halligan.e2e.lab.Eventually;
import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.measure.Stopwatch;
import dev.halligan.e2e.report.DrillResult.Check;
import dev.halligan.e2e.scenario.Scenario;
import dev.halligan.e2e.watch.ClientVantage;
import dev.halligan.e2e.watch.FenceListener;
import dev.halligan.e2e.watch.PolicyFenceWatch;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A cluster whose control plane is pods of the management cluster. Its nodes are kwok's; what its
 * pods would run, pods of the management cluster run for them.
 */
public final class HostedTarget implements Target {
  /** Where e2e/lib/hosted.sh has put the control plane. */
  static final String NAMESPACE = "tenant-a";

  private final Cluster management;
  private final KubernetesClient managing;
  private final Cluster hosted;
  private final KubernetesClient admin;
  private final HostedApiServer apiServer;
  private final RealPods realPods;
  private final ClientPods clientPods;
  private final boolean fenced;

  public HostedTarget(Cluster management, KubernetesClient managing, Scenario.Hosted how) {
    this.management = management;
    this.managing = managing;
    this.hosted = new Cluster(NAMESPACE, management.folder().resolve(NAMESPACE), List.of());
    this.admin = hosted.client();
    this.apiServer = new HostedApiServer(managing);
    this.realPods =
        new RealPods(managing, admin, URI.create(admin.getConfiguration().getMasterUrl()));
    this.clientPods = new ClientPods(managing);
    this.fenced = how.isFenced();
  }

  @Override
  public Config superAdmin() {
    return hosted.superAdmin();
  }

  @Override
  public KubernetesClient admin() {
    return admin;
  }

  @Override
  public List<Node> hosts() {
    return management.nodes();
  }

  @Override
  public List<Node> workers() {
    return hosts();
  }

  @Override
  public ClientVantage ordinaryClient() {
    return clientPods.ordinary(management.nodes().getFirst());
  }

  /** The management cluster is well, so it can be asked. */
  @Override
  public void release() {
    policies().delete();
    apiServer.startControllers();
    workers().forEach(Target::forgetVisits);
  }

  @Override
  public void limit(Scenario.ApiServer limits) {
    apiServer.limit(limits);
    forgetJail();
  }

  @Override
  public void network(Scenario.Network network) {
    if (network != Scenario.Network.ROUTED) {
      throw new IllegalArgumentException(
          "a hosted control plane is drilled in a routed network only; take network out of the"
              + " scenario.yaml");
    }
  }

  /** In-band jails of an earlier drill; their names all begin alike. */
  private void forgetJail() {
    var flow = admin.flowControl().v1();
    Eventually.get(
        "forgetting a jail",
        Duration.ofMinutes(1),
        () -> {
          flow.flowSchema().list().getItems().stream()
              .filter(schema -> schema.getMetadata().getName().startsWith("halligan"))
              .forEach(schema -> admin.resource(schema).delete());
          flow.priorityLevelConfigurations().list().getItems().stream()
              .filter(level -> level.getMetadata().getName().startsWith("halligan"))
              .forEach(level -> admin.resource(level).delete());
          return true;
        });
  }

  @Override
  public void forgetBackOff() {
    apiServer.renewControllers();
  }

  @Override
  public void host(String manifests) {
    realPods.ensure(manifests);
  }

  /** What the hosted cluster says, where the real pods bear it out. */
  @Override
  public int ready(String namespace, String name) {
    return Math.min(
        Replicas.ready(admin.apps().deployments().inNamespace(namespace).withName(name).get()),
        realPods.ready(name));
  }

  @Override
  public boolean canBeFenced() {
    return fenced;
  }

  @Override
  public String instance() {
    return "API-server pod";
  }

  @Override
  public FenceWatch watchFence(Stopwatch watch, FenceListener listener) {
    return new PolicyFenceWatch(
            managing,
            NAMESPACE,
            management.nodes().getFirst(),
            clientPods.addresses(),
            watch,
            listener)
        ::close;
  }

  @Override
  public List<Check> checks() {
    boolean open = policies().list().getItems().isEmpty();
    return List.of(
        Check.of("no fence's policy is left", open, ""),
        Check.of("thawed: the hosted controllers run", apiServer.controllersRun(), ""),
        Check.of("two API servers, both ready", apiServer.isWhole(), ""));
  }

  /** The fence's policies. */
  private FilterWatchListDeletable<NetworkPolicy, NetworkPolicyList, Resource<NetworkPolicy>>
      policies() {
    return managing
        .network()
        .v1()
        .networkPolicies()
        .inNamespace(NAMESPACE)
        .withLabel(PolicyFenceWatch.LABEL);
  }
}
