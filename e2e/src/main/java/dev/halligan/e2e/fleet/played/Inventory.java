package dev.halligan.e2e.fleet.played;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a played cluster holds: nodes with leases, ordinary workloads, and at times a culprit. */
final class Inventory {
  static final int NODES = 4;
  static final String CULPRIT_NAMESPACE = "telemetry";

  private static final String CULPRIT = "agent";
  private static final String SHOP = "shop";
  private static final String SHOP_REPLICAS = "shop-5d9c7";
  private static final Duration OLD = Duration.ofDays(30);
  private static final Duration JUST_ROLLED_OUT = Duration.ofMinutes(1);

  private final PlayedObjects objects;

  Inventory(PlayedObjects objects) {
    this.objects = objects;
  }

  static String nodeAddress(int node) {
    return "172.18.0." + (11 + node);
  }

  static String culpritAddress(int node) {
    return "10.244." + node + ".9";
  }

  private static String shopAddress(int node) {
    return "10.244." + node + ".20";
  }

  /** As it is on an ordinary day. */
  void furnish(Instant now) {
    Instant old = now.minus(OLD);
    for (String namespace : List.of("default", "halligan-probe", SHOP, CULPRIT_NAMESPACE)) {
      objects.put("namespaces", Manifest.of("v1", "Namespace", "", namespace, old).json());
    }
    objects.put(
        "configmaps", Manifest.of("v1", "ConfigMap", "halligan-probe", "probe", old).json());
    objects.put("deployments", workload("Deployment", SHOP, SHOP, old));
    objects.put(
        "replicasets",
        Manifest.of("apps/v1", "ReplicaSet", SHOP, SHOP_REPLICAS, old)
            .ownedBy("Deployment", SHOP)
            .json());
    for (int node = 0; node < NODES; node++) {
      String name = "node-" + node;
      objects.put("nodes", Manifest.of("v1", "Node", "", name, old).json());
      objects.put("leases", lease(name, now));
      objects.put("pods", pod(SHOP, node, shopAddress(node), "ReplicaSet", SHOP_REPLICAS, old));
    }
  }

  /** A DaemonSet that has just been rolled out, on every node. */
  void bringCulprit(Instant now) {
    Instant lately = now.minus(JUST_ROLLED_OUT);
    objects.put("daemonsets", workload("DaemonSet", CULPRIT_NAMESPACE, CULPRIT, lately));
    objects.put(
        "controllerrevisions",
        Manifest.of("apps/v1", "ControllerRevision", CULPRIT_NAMESPACE, "agent-7", lately)
            .ownedBy("DaemonSet", CULPRIT)
            .json());
    for (int node = 0; node < NODES; node++) {
      objects.put(
          "pods", pod(CULPRIT_NAMESPACE, node, culpritAddress(node), "DaemonSet", CULPRIT, lately));
    }
  }

  /** Whatever is left of it. */
  void takeCulprit() {
    objects.removeIf("daemonsets", o -> PlayedObjects.namespace(o).equals(CULPRIT_NAMESPACE));
    objects.removeIf("pods", o -> PlayedObjects.namespace(o).equals(CULPRIT_NAMESPACE));
  }

  private static ObjectNode lease(String node, Instant now) {
    return Manifest.of("coordination.k8s.io/v1", "Lease", "kube-node-lease", node, now.minus(OLD))
        .with(
            """
            {"spec":{"holderIdentity":"%s","leaseDurationSeconds":40,"renewTime":"%s"}}"""
                .formatted(node, PlayedKubelets.micro(now)))
        .json();
  }

  private static ObjectNode workload(String kind, String namespace, String name, Instant created) {
    return Manifest.of("apps/v1", kind, namespace, name, created)
        .with(
            """
            {"spec":{"replicas":%2$d,"selector":{"matchLabels":{"app":"%1$s"}},
             "template":{"metadata":{"labels":{"app":"%1$s"}},"spec":{"serviceAccountName":"%1$s",
              "containers":[{"name":"%1$s","image":"registry.invalid/%1$s"}]}}},
             "status":{"desiredNumberScheduled":%2$d}}"""
                .formatted(name, NODES))
        .json();
  }

  private static ObjectNode pod(
      String namespace, int node, String address, String ownerKind, String owner, Instant created) {
    return Manifest.of("v1", "Pod", namespace, owner + "-" + node, created)
        .with(
            """
            {"metadata":{"labels":{"app":"%1$s"}},
             "spec":{"nodeName":"node-%2$d","containers":[{"name":"%1$s","image":"registry.invalid/%1$s"}]},
             "status":{"phase":"Running","podIP":"%3$s","podIPs":[{"ip":"%3$s"}]}}"""
                .formatted(namespace.equals(SHOP) ? SHOP : owner, node, address))
        .ownedBy(ownerKind, owner)
        .json();
  }
}
