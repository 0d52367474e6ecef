package dev.halligan.operator.monitor;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.connection.ClusterKey;
import dev.halligan.connection.ConnectionResult;
import dev.halligan.connection.TargetConnection;
import dev.halligan.control.ControlFailure;
import dev.halligan.status.ConditionValue;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The monitors of all clusters. A refused cluster has none; its refusal is kept instead. */
public final class MonitorRegistry implements AutoCloseable {

  /** Whether one cluster is watched. */
  public sealed interface MonitorState {}

  public record Watched(MonitoredCluster cluster) implements MonitorState {}

  public record Refused(ConditionValue finding) implements MonitorState {}

  private final Function<TargetConnection, MonitoredCluster> opener;
  private final Map<ClusterKey, MonitorState> standings = new ConcurrentHashMap<>();

  /**
   * @param opener starts the monitor of a cluster
   */
  public MonitorRegistry(Function<TargetConnection, MonitoredCluster> opener) {
    this.opener = opener;
  }

  /** Starts or stops watching, by the result of the connection attempt. */
  public MonitorState settle(ClusterKey key, ConnectionResult connecting) {
    return standings.compute(
        key,
        (_, before) ->
            switch (connecting) {
              case ConnectionResult.Connected(var target) -> watched(target, before);
              case ConnectionResult.Refused(var reason, var message, var fix) -> {
                close(before);
                yield refused(reason, message, fix);
              }
            });
  }

  private MonitorState watched(TargetConnection target, MonitorState before) {
    try {
      if (before instanceof Watched(var cluster) && cluster.monitor().target() == target) {
        cluster.monitor().readSettings();
        return before;
      }
      close(before);
      return new Watched(opener.apply(target));
    } catch (ControlFailure e) {
      String reason =
          e.reason() == ControlFailure.Reason.UNSUPPORTED
              ? Reasons.UNSUPPORTED
              : Reasons.INVALID_SPEC;
      return refused(reason, e.getMessage(), e.fix());
    } catch (IllegalArgumentException e) {
      close(before);
      return refused(Reasons.INVALID_SPEC, e.getMessage(), "Correct the spec");
    }
  }

  private static Refused refused(String reason, String message, String fix) {
    return new Refused(
        ConditionValue.no(
            reason, "%s. The cluster is not watched. To fix: %s".formatted(message, fix)));
  }

  public Optional<MonitorState> find(ClusterKey key) {
    return Optional.ofNullable(standings.get(key));
  }

  public void forget(ClusterKey key) {
    close(standings.remove(key));
  }

  @Override
  public void close() {
    standings.keySet().forEach(this::forget);
  }

  private static void close(MonitorState standing) {
    if (standing instanceof Watched(var cluster)) {
      cluster.close();
    }
  }
}
