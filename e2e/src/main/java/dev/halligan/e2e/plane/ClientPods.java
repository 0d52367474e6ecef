package dev.halligan.e2e.plane;

import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.watch.ClientVantage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;

/** The pods of the management cluster from which the hosted API servers are asked. */
record ClientPods(KubernetesClient management) {
  /** Prints a process of the pod with this UID, on cgroup v1 and v2. */
  private static final String ANY_PROCESS =
      """
      set -eo pipefail; uid=%s
      root=/sys/fs/cgroup; [ -d $root/memory ] && root=$root/memory
      pod=$(find $root -type d \\( -name "*pod$uid*" -o -name "*pod${uid//-/_}*" \\) -print -quit)
      find "$pod" -name cgroup.procs -exec cat {} + | sort -n | sed 1q | grep .
      """;

  /** Where the ordinary client asks from: a pod's network, entered from its node. */
  ClientVantage ordinary(Node node) {
    Pod pod =
        pods().stream()
            .filter(each -> "ordinary".equals(each.getMetadata().getLabels().get("app")))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no pod 'ordinary' runs in "
                            + RealPods.NAMESPACE
                            + "; nothing was measured. Run e2e/drill again, which makes it"));
    String process =
        node.run(ANY_PROCESS.formatted(pod.getMetadata().getUid()))
            .orThrow("finding the ordinary client's pod");
    return new ClientVantage(node, "nsenter -t " + process.strip() + " -n ");
  }

  /** All their addresses; every one of them is a stranger to a fence. */
  List<String> addresses() {
    return pods().stream().map(pod -> pod.getStatus().getPodIP()).filter(Objects::nonNull).toList();
  }

  private List<Pod> pods() {
    return management
        .pods()
        .inNamespace(RealPods.NAMESPACE)
        .withField("status.phase", "Running")
        .list()
        .getItems();
  }
}
