package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.control.ControlFailure;
import dev.halligan.target.ClusterKey;
import dev.halligan.target.Connecting;
import dev.halligan.target.TargetConnection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The watches of all clusters; a cluster that was refused has none, and the refusal is remembered.
 */
final class Watches implements AutoCloseable {

  /** How it stands with one cluster. */
  sealed interface Standing {}

  record Watched(WatchedCluster cluster) implements Standing {}

  record Refused(Finding finding) implements Standing {}

  private final Function<TargetConnection, WatchedCluster> opener;
  private final Map<ClusterKey, Standing> standings = new ConcurrentHashMap<>();

  /**
   * @param opener starts to watch a cluster
   */
  Watches(Function<TargetConnection, WatchedCluster> opener) {
    this.opener = opener;
  }

  /** Watches or stops watching, as the connection attempt came out. */
  Standing settle(ClusterKey key, Connecting connecting) {
    return standings.compute(
        key,
        (_, before) ->
            switch (connecting) {
              case Connecting.Connected(var target) -> watched(target, before);
              case Connecting.Refused(var reason, var message, var fix) -> {
                close(before);
                yield refused(reason, message, fix);
              }
            });
  }

  private Standing watched(TargetConnection target, Standing before) {
    try {
      if (before instanceof Watched(var cluster) && cluster.watch().target() == target) {
        cluster.watch().readSettings();
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
        Finding.no(
            reason, "%s. The cluster is not watched. To mend it: %s".formatted(message, fix)));
  }

  Optional<Standing> find(ClusterKey key) {
    return Optional.ofNullable(standings.get(key));
  }

  void forget(ClusterKey key) {
    close(standings.remove(key));
  }

  @Override
  public void close() {
    standings.keySet().forEach(this::forget);
  }

  private static void close(Standing standing) {
    if (standing instanceof Watched(var cluster)) {
      cluster.close();
    }
  }
}
