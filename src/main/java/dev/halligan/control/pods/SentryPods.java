package dev.halligan.control.pods;

import dev.halligan.control.AdminLane;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Sentries as throw-away pods beside the operator. They end by themselves after ten minutes, carry
 * none of the labels that a fence admits, and have no rights.
 */
public final class SentryPods implements Sentries {
  /** Value of app.kubernetes.io/name: one that a fence admits only until it shuts. */
  public static final String APP = "halligan-sentry";

  private static final String APP_LABEL = "app.kubernetes.io/name";
  private static final String CLUSTER_LABEL = "halligan.dev/cluster";
  private static final long MOST_SECONDS = 600;
  private static final int LINES = 100;

  private final AdminLane management;
  private final OwnPod own;
  private final String cluster;

  /** A pod's address and port, as a sentry names them. */
  public static String target(String address, int port) {
    return Sentry.target(address, port);
  }

  /** {@code cluster}: whose fence they watch. */
  public SentryPods(AdminLane management, OwnPod own, String cluster) {
    this.management = management;
    this.own = own;
    this.cluster = cluster;
  }

  @Override
  public void post(Post post, List<String> targets) {
    remove(post);
    var arguments = new ArrayList<>(List.of("sentry"));
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
    management.write("post a sentry", c -> c.resource(pod).create());
  }

  @Override
  public List<Sighting> sightings(Post post) {
    return Sighting.newest(
        management.read("read the log of sentry " + name(post), c -> log(c, post)));
  }

  /** Empty while the pod does not run, and when it is not there. */
  private String log(KubernetesClient client, Post post) {
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
    for (Post post : Post.values()) {
      remove(post);
    }
  }

  /** At once: it has nothing to finish, and its name is wanted. */
  private void remove(Post post) {
    management.write(
        "take sentry " + name(post) + " away",
        c ->
            c.pods().inNamespace(own.namespace()).withName(name(post)).withGracePeriod(0).delete());
  }

  private String name(Post post) {
    return "halligan-sentry-" + cluster + "-" + post.name().toLowerCase(Locale.ROOT);
  }
}
