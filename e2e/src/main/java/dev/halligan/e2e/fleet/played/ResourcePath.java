package dev.halligan.e2e.fleet.played;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a path of the Kubernetes API names.
 *
 * @param namespace empty for all namespaces, or where there are none
 * @param name empty for a collection
 */
record ResourcePath(String groupVersion, String resource, String namespace, String name) {
  private static final Pattern FORM =
      Pattern.compile(
          "/(?:api|apis/([^/]+))/([^/]+)(?:/namespaces/([^/]+)(?=/))?/([^/]+)(?:/([^/]+))?");

  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("namespaces", "Namespace"),
          Map.entry("nodes", "Node"),
          Map.entry("pods", "Pod"),
          Map.entry("configmaps", "ConfigMap"),
          Map.entry("replicasets", "ReplicaSet"),
          Map.entry("controllerrevisions", "ControllerRevision"),
          Map.entry("daemonsets", "DaemonSet"),
          Map.entry("deployments", "Deployment"),
          Map.entry("statefulsets", "StatefulSet"),
          Map.entry("cronjobs", "CronJob"),
          Map.entry("jobs", "Job"),
          Map.entry("leases", "Lease"),
          Map.entry("flowschemas", "FlowSchema"),
          Map.entry("prioritylevelconfigurations", "PriorityLevelConfiguration"));

  /** Empty when the path names nothing that this server knows. */
  static Optional<ResourcePath> parse(String path) {
    Matcher form = FORM.matcher(path);
    if (!form.matches() || !KINDS.containsKey(form.group(4))) {
      return Optional.empty();
    }
    String group = form.group(1) == null ? "" : form.group(1) + "/";
    return Optional.of(
        new ResourcePath(
            group + form.group(2), form.group(4), orEmpty(form.group(3)), orEmpty(form.group(5))));
  }

  String kind() {
    return KINDS.get(resource);
  }

  boolean isCollection() {
    return name.isEmpty();
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
