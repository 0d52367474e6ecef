package dev.halligan.e2e.cast;

import dev.halligan.e2e.lab.Eventually;
import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.plane.Target;
import dev.halligan.e2e.scenario.Scenario;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.List;

/**
 * Who plays in the target cluster: the shop and its customer, the chatty innocent, the offender.
 */
public final class DrillWorkloads {
  private static final String FIRING = "vegeta attack -name storm";

  private final Target target;
  private final Scenario scenario;
  private final KubernetesClient admin;

  public DrillWorkloads(Target target, Scenario scenario) {
    this.target = target;
    this.scenario = scenario;
    this.admin = target.admin();
  }

  /**
   * Shop, customer and chatty innocent, as they are before the incident; waits until all are ready.
   */
  public void setUp() {
    for (String file : List.of("shop.yaml", "chatty.yaml")) {
      target.host(scenario.manifest(file));
      apply(scenario.manifest(file));
    }
    target.host(scenario.manifest("telemetry.yaml"));
    refresher().scale(3);
    Eventually.until(
        "shop, customer and refresher are ready", Duration.ofMinutes(4), this::isWhole);
  }

  /** Whether everybody but the offender is there in the right number and ready. */
  public boolean isWhole() {
    return ready("shop", "shop") == 2
        && ready("shop", "customer") == 1
        && ready("shop-tools", "refresher") == 3;
  }

  /** The chatty innocent, which a recovery scales to zero and brings back. */
  public RollableScalableResource<Deployment> refresher() {
    return admin.apps().deployments().inNamespace("shop-tools").withName("refresher");
  }

  /** Ready replicas of a Deployment; 0 while some are missing. */
  public int ready(String namespace, String name) {
    return target.ready(namespace, name);
  }

  /** The rollout that drowns the API server. */
  public void rollOut() {
    apply(scenario.manifest("telemetry.yaml"));
  }

  /** The offender's DaemonSet; null when it is gone. */
  public DaemonSet offender() {
    return admin.apps().daemonSets().inNamespace("telemetry").withName("agent").get();
  }

  /** Pods of the offender that the API server still knows. */
  public List<Pod> offenderPods() {
    return admin.pods().inNamespace("telemetry").list().getItems();
  }

  /**
   * Takes the offender away without any help from the API server: its processes are stopped on the
   * nodes first.
   */
  public void silenceOffender() {
    for (Node node : target.hosts()) {
      node.run("pkill -STOP -f '^" + FIRING + "' || true")
          .orThrow("stopping the offender on " + node.name());
    }
  }

  /**
   * Deletes the offender and waits until no process of it is left; it must have been silenced or
   * fenced before.
   */
  public void removeOffender() {
    Eventually.get(
        "deleting the offender",
        Duration.ofMinutes(4),
        () -> admin.apps().daemonSets().inNamespace("telemetry").withName("agent").delete());
    Eventually.until(
        "the offender is gone",
        Duration.ofMinutes(4),
        () -> offenderPods().isEmpty() && firing() == 0);
  }

  /** Processes of the offender on all nodes, asked from the nodes themselves. */
  public long firing() {
    return target.hosts().stream()
        .mapToLong(
            node -> Long.parseLong(node.run("pgrep -fc '^" + FIRING + "' || true").out().strip()))
        .sum();
  }

  /** The machines on which the offender may run. */
  public List<Node> offendersHosts() {
    return scenario.offender() == Scenario.Offender.EVERY_NODE ? target.hosts() : target.workers();
  }

  /** A node's script that prints the number of firing processes whenever it changes. */
  public static String firingScript() {
    return """
        last=
        while read -rt 1 _ || [ $? -gt 128 ]; do
          now=$(pgrep -fc '^%s' || true)
          if [ "$now" != "$last" ]; then echo "$EPOCHREALTIME $now"; last=$now; fi
        done
        """
        .formatted(FIRING);
  }

  /** Applies manifests as the super-admin, one by one. */
  public void apply(String manifests) {
    for (HasMetadata item : admin.load(stream(manifests)).items()) {
      HasMetadata resource = OffenderPods.at(scenario.offender(), item);
      Eventually.get(
          "applying " + resource.getKind() + " " + resource.getMetadata().getName(),
          Duration.ofMinutes(2),
          () -> admin.resource(resource).fieldManager("drill").forceConflicts().serverSideApply());
    }
  }

  /** Deletes what the manifests name, where it is there. */
  public void delete(String manifests) {
    admin.load(stream(manifests)).items().forEach(r -> admin.resource(r).delete());
  }

  /**
   * Events of the target that speak of a pod being evicted, the offender's aside: {@code
   * namespace/pod uid}.
   */
  public List<String> evictions() {
    return admin.v1().events().inAnyNamespace().list().getItems().stream()
        .filter(event -> List.of("Evicted", "TaintManagerEviction").contains(event.getReason()))
        .filter(event -> !"telemetry".equals(event.getInvolvedObject().getNamespace()))
        .map(
            event ->
                event.getInvolvedObject().getNamespace()
                    + "/"
                    + event.getInvolvedObject().getName()
                    + " "
                    + event.getMetadata().getUid())
        .toList();
  }

  private static java.io.InputStream stream(String text) {
    return new java.io.ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
