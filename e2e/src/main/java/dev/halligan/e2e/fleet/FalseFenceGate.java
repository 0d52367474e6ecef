package dev.halligan.e2e.fleet;

import dev.halligan.e2e.fleet.played.PlayedCluster;
import dev.halligan.e2e.lab.Management;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A person has a healthy cluster fenced: nobody is to blame, so the fence has to go by itself. */
record FalseFenceGate(int clusters) implements Gate {
  private static final Duration UP_WITHIN = Duration.ofSeconds(30);
  private static final Duration DOWN_WITHIN = Duration.ofSeconds(120);

  /** A client's that is no administrator's. */
  private static final InetSocketAddress ORDINARY =
      new InetSocketAddress(InetAddress.ofLiteral("10.201.250.1"), 0);

  private static final int STAYS_MILLIS = 300;

  @Override
  public String name() {
    return "false-fence";
  }

  @Override
  public String what() {
    return "a person has one of %d healthy clusters fenced".formatted(clusters);
  }

  @Override
  public String expected() {
    return "the fence lifts itself within %d s, and ordinary clients pass again"
        .formatted(DOWN_WITHIN.toSeconds());
  }

  @Override
  public Seen play(Stage stage) {
    stage.haveWell(clusters);
    PlayedCluster cluster = stage.clusters().getFirst();
    stage.management().client().resource(request(cluster.name())).create();
    if (!stage.await(UP_WITHIN, cluster::isFenced)) {
      return new Seen(false, "no fence came up within %d s".formatted(UP_WITHIN.toSeconds()));
    }
    long up = System.nanoTime();
    boolean shut = !passes(cluster);
    boolean lifted = stage.await(DOWN_WITHIN, () -> !cluster.isFenced());
    long seconds = (System.nanoTime() - up) / 1_000_000_000;
    boolean open = passes(cluster);
    return new Seen(
        shut && lifted && open,
        "%s after %d s; an ordinary client was %s and is %s now"
            .formatted(
                lifted ? "lifted" : "still up",
                seconds,
                shut ? "shut out" : "let through",
                open ? "let through" : "shut out"));
  }

  private static GenericKubernetesResource request(String cluster) {
    return Serialization.unmarshal(
        """
        apiVersion: halligan.dev/v1alpha1
        kind: RecoveryRequest
        metadata: {name: %1$s-by-hand, namespace: %2$s}
        spec: {cluster: {name: %1$s}, reason: "the fleet's gate: nobody is to blame"}
        """
            .formatted(cluster, Management.NAMESPACE),
        GenericKubernetesResource.class);
  }

  /** A fence resets at once; a server waits for the client's first words. */
  private static boolean passes(PlayedCluster cluster) {
    try (Socket socket = new Socket()) {
      socket.bind(ORDINARY);
      socket.connect(new InetSocketAddress(cluster.address(), PlayedCluster.PORT), 2000);
      socket.setSoTimeout(STAYS_MILLIS);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException _) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
