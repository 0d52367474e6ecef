package dev.halligan.e2e.fleet.played;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What a played cluster holds: nodes with their leases, ordinary workloads, and at times a culprit.
 */
final class Inventory {
  static final int NODES = 4;
  static final String CULPRIT = "agent";
  static final String CULPRIT_NAMESPACE = "telemetry";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration OLD = Duration.ofDays(30);

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
    String old = time(now.minus(OLD));
    for (String namespace : new String[] {"default", "halligan-probe", "shop", CULPRIT_NAMESPACE}) {
      put("namespaces", "v1", "Namespace", "", namespace, old, "");
    }
    put("configmaps", "v1", "ConfigMap", "halligan-probe", "probe", old, "");
    for (int node = 0; node < NODES; node++) {
      put("nodes", "v1", "Node", "", "node-" + node, old, "");
      lease(node, now);
      pod(
          "shop",
          "shop-abc12-" + node,
          "shop",
          "ReplicaSet",
          "shop-abc12",
          node,
          shopAddress(node),
          old);
    }
    workload("deployments", "Deployment", "shop", "shop", old);
    owned("replicasets", "ReplicaSet", "shop", "shop-abc12", "Deployment", "shop", old);
  }

  /** A DaemonSet that was rolled out a minute ago, on every node. */
  void bringCulprit(Instant now) {
    String lately = time(now.minusSeconds(60));
    workload("daemonsets", "DaemonSet", CULPRIT_NAMESPACE, CULPRIT, lately);
    owned(
        "controllerrevisions",
        "ControllerRevision",
        CULPRIT_NAMESPACE,
        "agent-7",
        "DaemonSet",
        CULPRIT,
        lately);
    for (int node = 0; node < NODES; node++) {
      pod(
          CULPRIT_NAMESPACE,
          "agent-" + node,
          CULPRIT,
          "DaemonSet",
          CULPRIT,
          node,
          culpritAddress(node),
          lately);
    }
  }

  /** Whatever is left of it. */
  void takeCulprit() {
    objects.removeIf("daemonsets", o -> PlayedObjects.namespace(o).equals(CULPRIT_NAMESPACE));
    objects.removeIf("pods", o -> PlayedObjects.namespace(o).equals(CULPRIT_NAMESPACE));
  }

  private void lease(int node, Instant now) {
    put(
        "leases",
        "coordination.k8s.io/v1",
        "Lease",
        "kube-node-lease",
        "node-" + node,
        time(now.minus(OLD)),
        """
        ,"spec":{"holderIdentity":"node-%d","leaseDurationSeconds":40,"renewTime":"%s"}"""
            .formatted(node, PlayedKubelets.micro(now)));
  }

  private void workload(String resource, String kind, String namespace, String name, String at) {
    put(
        resource,
        "apps/v1",
        kind,
        namespace,
        name,
        at,
        """
        ,"spec":{"replicas":%2$d,"selector":{"matchLabels":{"app":"%1$s"}},"template":{"metadata":{"labels":{"app":"%1$s"}},\
        "spec":{"serviceAccountName":"%1$s","containers":[{"name":"%1$s","image":"registry.invalid/%1$s"}]}}},\
        "status":{"desiredNumberScheduled":%2$d}"""
            .formatted(name, NODES));
  }

  private void owned(
      String resource,
      String kind,
      String namespace,
      String name,
      String ownerKind,
      String owner,
      String at) {
    ObjectNode made = put(resource, "apps/v1", kind, namespace, name, at, "");
    own(made, ownerKind, owner, uid(ownerKind, namespace, owner));
  }

  private void pod(
      String namespace,
      String name,
      String app,
      String ownerKind,
      String owner,
      int node,
      String address,
      String at) {
    ObjectNode made =
        put(
            "pods",
            "v1",
            "Pod",
            namespace,
            name,
            at,
            """
            ,"spec":{"nodeName":"node-%d","containers":[{"name":"%s","image":"registry.invalid/%s"}]},\
            "status":{"phase":"Running","podIP":"%s","podIPs":[{"ip":"%s"}]}"""
                .formatted(node, app, app, address, address));
    made.withObject("/metadata/labels").put("app", app);
    own(made, ownerKind, owner, uid(ownerKind, namespace, owner));
  }

  private static void own(ObjectNode object, String kind, String name, String uid) {
    object
        .withObject("/metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "apps/v1")
        .put("kind", kind)
        .put("name", name)
        .put("uid", uid)
        .put("controller", true);
  }

  private ObjectNode put(
      String resource,
      String version,
      String kind,
      String namespace,
      String name,
      String at,
      String rest) {
    String within = namespace.isEmpty() ? "" : "\"namespace\":\"%s\",".formatted(namespace);
    ObjectNode made =
        read(
            """
            {"apiVersion":"%s","kind":"%s","metadata":{%s"name":"%s","uid":"%s","creationTimestamp":"%s","generation":1}%s}"""
                .formatted(version, kind, within, name, uid(kind, namespace, name), at, rest));
    objects.put(resource, made);
    return made;
  }

  private static String uid(String kind, String namespace, String name) {
    return UUID.nameUUIDFromBytes((kind + namespace + name).getBytes()).toString();
  }

  private static ObjectNode read(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json + " is not valid JSON", e);
    }
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
