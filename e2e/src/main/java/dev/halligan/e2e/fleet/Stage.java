package dev.halligan.e2e.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halligan.e2e.fleet.played.Ailment;
import dev.halligan.e2e.fleet.played.PlayedCluster;
import dev.halligan.e2e.fleet.played.PlayedFleet;
import dev.halligan.e2e.fleet.played.PlayedTls;
import dev.halligan.e2e.lab.Cluster;
import dev.halligan.e2e.lab.Eventually;
import dev.halligan.e2e.lab.Management;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** What every gate plays on: the management cluster, the operator, and the played clusters. */
final class Stage implements AutoCloseable {
  /** A whole core. */
  static final int ONE_CORE = 100;

  private static final Duration LOOK = Duration.ofMillis(500);

  private final Places places;
  private final ControlGroup group;
  private final ManagementCluster managementCluster;
  private final Management management;
  private final PlayedFleet fleet;
  private final Enrolment enrolment;
  private OperatorProcess operator;
  private int next;

  private Stage(Places places, ControlGroup group, ManagementCluster managementCluster) {
    this.places = places;
    this.group = group;
    this.managementCluster = managementCluster;
    this.management =
        new Management(
            new Cluster("management", places.work(), List.of()), managementCluster.client());
    this.fleet = new PlayedFleet(PlayedTls.of(places.work()), Clock.systemUTC());
    this.enrolment = new Enrolment(places, fleet.keys(), management);
  }

  /** Starts the management cluster; no operator and no cluster yet. */
  static Stage open(Places places, ControlGroup group) {
    group.cpu(ONE_CORE);
    return new Stage(places, group, ManagementCluster.start(places));
  }

  ControlGroup group() {
    return group;
  }

  Management management() {
    return management;
  }

  List<PlayedCluster> clusters() {
    return fleet.clusters();
  }

  /** How many clusters are in which state, whatever the operator says. */
  String felt() {
    return fleet.summary();
  }

  OperatorProcess operator() {
    return operator;
  }

  /** How often the operator that runs now has ended by itself. */
  int restarts() {
    return operator == null ? 0 : operator.restarts();
  }

  /** Enrols or removes clusters until there are so many; the oldest go first. */
  void have(int count) {
    int missing = count - clusters().size();
    if (missing > 0) {
      enrolment.enrol(fleet.add(next, missing));
      next += missing;
    } else if (missing < 0) {
      List<PlayedCluster> leaving = clusters().subList(0, -missing);
      enrolment.remove(leaving);
      Eventually.pause(LOOK.multipliedBy(2));
      leaving.forEach(fleet::remove);
    }
  }

  /** Starts the operator, or another one in its place. */
  void startOperator() {
    if (operator != null) {
      operator.close();
    }
    operator = OperatorProcess.start(places, group, managementCluster.operatorKubeconfig());
  }

  /** So many clusters, watched and all called well. */
  void haveWell(int count) {
    have(count);
    if (operator == null) {
      startOperator();
    }
    awaitWell(Duration.ofSeconds(120));
  }

  /** Makes everybody suffer from that. */
  void suffer(Ailment ailment) {
    clusters().forEach(cluster -> cluster.suffer(ailment));
  }

  Standing standing() {
    return new Standing(
        management.clusters().inNamespace(Management.NAMESPACE).list().getItems().stream()
            .map(Management::json)
            .toList());
  }

  /** Whether all clusters were called well before the time was up. */
  boolean awaitWell(Duration limit) {
    return await(limit, () -> standing().allWell(clusters().size()));
  }

  /** Whether the answer was yes before the time was up. */
  boolean await(Duration limit, BooleanSupplier question) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (question.getAsBoolean()) {
          return true;
        }
      } catch (KubernetesClientException _) {
        // two busy cores: asked again
      }
      Eventually.pause(LOOK);
    }
    return false;
  }

  List<JsonNode> requests() {
    return management.requests().inNamespace(Management.NAMESPACE).list().getItems().stream()
        .map(Management::json)
        .toList();
  }

  Acts acts() {
    return new Acts(
        requests().stream().map(r -> r.at("/metadata/name").asText()).collect(Collectors.toSet()),
        clusters().stream().mapToInt(PlayedCluster::fencesRaised).sum());
  }

  /**
   * After a gate that failed: no request, no fence, nobody ill, and an operator that knows of none.
   */
  void reset() {
    if (operator != null) {
      operator.close();
      operator = null;
    }
    for (JsonNode request : requests()) {
      String name = request.at("/metadata/name").asText();
      var resource = management.requests().inNamespace(Management.NAMESPACE).withName(name);
      resource.edit(
          r -> {
            r.getMetadata().setFinalizers(List.of());
            return r;
          });
      resource.delete();
    }
    clusters().forEach(PlayedCluster::liftByHand);
    suffer(Ailment.HEALTHY);
    group.cpu(ONE_CORE);
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
    }
    fleet.close();
    managementCluster.close();
  }
}
