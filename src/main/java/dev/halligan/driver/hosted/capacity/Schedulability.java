package dev.halligan.driver.hosted.capacity;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.Map;
import java.util.Set;

/**
 * Whether a scheduler would place a pod on a node, capacity aside. Checks only what is certain:
 * whether the node accepts pods, its labels and its taints. Ignores affinity.
 */
final class Schedulability {
  private static final Set<String> KEEPS_OFF = Set.of("NoSchedule", "NoExecute");

  private Schedulability() {}

  static boolean takesPods(Node node) {
    return !Boolean.TRUE.equals(node.getSpec().getUnschedulable())
        && node.getStatus() != null
        && node.getStatus().getAllocatable() != null
        && node.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  static boolean takes(Node node, Pod pod) {
    var labels = node.getMetadata().getLabels();
    var selector = pod.getSpec().getNodeSelector();
    var asked = selector == null ? Map.<String, String>of() : selector;
    return takesPods(node)
        && (labels == null ? asked.isEmpty() : labels.entrySet().containsAll(asked.entrySet()))
        && node.getSpec().getTaints().stream()
            .filter(taint -> KEEPS_OFF.contains(taint.getEffect()))
            .allMatch(taint -> isTolerated(taint, pod));
  }

  private static boolean isTolerated(Taint taint, Pod pod) {
    return pod.getSpec().getTolerations().stream().anyMatch(t -> tolerates(t, taint));
  }

  private static boolean tolerates(Toleration toleration, Taint taint) {
    var exists = "Exists".equals(toleration.getOperator());
    var effect = toleration.getEffect();
    var sameKey = taint.getKey().equals(toleration.getKey());
    var anyKey = exists && (toleration.getKey() == null || toleration.getKey().isEmpty());
    var sameValue = text(taint.getValue()).equals(text(toleration.getValue()));
    return (effect == null || effect.isEmpty() || effect.equals(taint.getEffect()))
        && (anyKey || sameKey && (exists || sameValue));
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }
}
