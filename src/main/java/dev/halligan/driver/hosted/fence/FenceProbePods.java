package dev.halligan.driver.hosted.fence;

import dev.halligan.control.GuardedClient;
import dev.halligan.driver.hosted.pods.OperatorPod;
import dev.halligan.sidecar.FenceProbe;
import dev.halligan.sidecar.FenceProbeReport;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fence probes as temporary pods in the operator's namespace. They end after ten minutes, have no
 * permissions and none of the labels that a fence admits.
 */
public final class FenceProbePods implements FenceProbes {
  /** Value of app.kubernetes.io/name; a fence admits it only until it blocks the probe too. */
  public static final String APP = "halligan-fence-probe";

  private static final String APP_LABEL = "app.kubernetes.io/name";

  /** Label of requests, probe pods and Jobs: the cluster they belong to. */
  private static final String CLUSTER_LABEL = "halligan.dev/cluster";

  private static final long MOST_SECONDS = 600;
  private static final int LINES = 100;

  private final GuardedClient management;
  private final OperatorPod own;
  private final String cluster;

  /** A pod's address and port, as a fence probe names them. */
  public static String target(String address, int port) {
    return FenceProbe.target(address, port);
  }

  /** {@code cluster}: whose fence they watch. */
  public FenceProbePods(GuardedClient management, OperatorPod own, String cluster) {
    this.management = management;
    this.own = own;
    this.cluster = cluster;
  }

  @Override
  public void post(ProbePhase post, List<String> targets) {
    remove(post);
    var arguments = new ArrayList<>(List.of("fence-probe"));
    arguments.addAll(targets);
    var spec = own.beside(arguments, false);
    spec.setActiveDeadlineSeconds(MOST_SECONDS);
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(own.namespace())
            .withName(name(post))
            .withLabels(Map.of(APP_LABEL, APP, CLUSTER_LABEL, cluster))
            .endMetadata()
            .withSpec(spec)
            .build();
    management.write("start a fence probe", c -> c.resource(pod).create());
  }

  @Override
  public List<FenceProbeReport> sightings(ProbePhase post) {
    return FenceProbeReport.newest(
        management.read("read the log of fence probe " + name(post), c -> log(c, post)));
  }

  /** Empty if the pod does not run or does not exist. */
  private String log(KubernetesClient client, ProbePhase post) {
    try {
      var log =
          client
              .pods()
              .inNamespace(own.namespace())
              .withName(name(post))
              .tailingLines(LINES)
              .getLog();
      return log == null ? "" : log;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return "";
      }
      throw e;
    }
  }

  @Override
  public void withdraw() {
    for (ProbePhase post : ProbePhase.values()) {
      remove(post);
    }
  }

  /** Immediately: it has nothing to finish, and its name is needed. */
  private void remove(ProbePhase post) {
    management.write(
        "remove fence probe " + name(post),
        c ->
            c.pods().inNamespace(own.namespace()).withName(name(post)).withGracePeriod(0).delete());
  }

  private String name(ProbePhase post) {
    return "halligan-fence-probe-" + cluster + "-" + post.name().toLowerCase(Locale.ROOT);
  }
}
