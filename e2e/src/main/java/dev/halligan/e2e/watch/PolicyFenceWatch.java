package dev.halligan.e2e.watch;

import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.lab.Shell;
import dev.halligan.e2e.measure.Stopwatch;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;

/**
 * The fence of a hosted control plane: its NetworkPolicy as the management cluster knows it, and
 * the connections that clients have to the API servers as the kernel knows them. A policy alone is
 * no fence, so it counts as up once no client is connected any more, whoever says so.
 */
public final class PolicyFenceWatch implements AutoCloseable {
  /** Carried by the policy, its value is the cluster's name. */
  public static final String LABEL = "halligan.dev/fence";

  /**
   * Prints {@code <epoch second> connected N} whenever it changes: connections of these addresses
   * to the hosted API servers, the higher one of two looks, for clients that open one after the
   * other.
   */
  private static final String CONNECTED =
      """
      clients=' %s ' last='' before=0
      while read -rt 0.3 _ || [ $? -gt 128 ]; do
        now=0
        for pid in $(pgrep -f '^kube-apiserver .*--etcd-servers=https://etcd:'); do
          here=$(nsenter -t "$pid" -n ss -Htn state established '( sport = :6443 )' 2>/dev/null | awk -v c="$clients" '
            {sub(/:[0-9]+$/, "", $4); gsub(/[][]/, "", $4); sub(/^::ffff:/, "", $4); n += index(c, " " $4 " ") > 0} END {print n + 0}')
          now=$((now + here))
        done
        shown=$((now > before ? now : before)) before=$now
        if [ "$shown" != "$last" ]; then echo "$EPOCHREALTIME connected $shown"; last=$shown; fi
      done
      """;

  private record State(boolean everywhere, boolean nowhere) {}

  private final Stopwatch watch;
  private final FenceListener listener;
  private final SharedIndexInformer<NetworkPolicy> policies;
  private final Shell.Running connections;
  private boolean policy;
  private long connected = Long.MAX_VALUE;
  private State said = new State(false, true);

  /**
   * @param clients addresses that a fence keeps out
   */
  public PolicyFenceWatch(
      KubernetesClient management,
      String namespace,
      Node node,
      Collection<String> clients,
      Stopwatch watch,
      FenceListener listener) {
    this.watch = watch;
    this.listener = listener;
    this.policies =
        management
            .network()
            .v1()
            .networkPolicies()
            .inNamespace(namespace)
            .withLabel(LABEL)
            .inform(handler());
    this.connections =
        node.follow(
            CONNECTED.formatted(String.join(" ", clients)),
            line -> connected(WatchedLine.parse(line, watch)));
  }

  private synchronized void policy(boolean present) {
    double at = watch.now();
    if (present && !policy) {
      listener.shut(at);
    }
    policy = present;
    say(at);
  }

  private synchronized void connected(WatchedLine line) {
    connected = line.number();
    say(line.at());
  }

  private void say(double at) {
    State now = new State(policy && connected == 0, !policy);
    if (!now.equals(said)) {
      said = now;
      listener.fence(at, now.everywhere(), now.nowhere());
    }
  }

  private ResourceEventHandler<NetworkPolicy> handler() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(NetworkPolicy added) {
        policy(true);
      }

      @Override
      public void onUpdate(NetworkPolicy before, NetworkPolicy after) {}

      @Override
      public void onDelete(NetworkPolicy deleted, boolean stateUnknown) {
        policy(false);
      }
    };
  }

  @Override
  public void close() {
    policies.stop();
    connections.close();
  }
}
