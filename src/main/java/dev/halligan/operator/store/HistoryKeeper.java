package dev.halligan.operator.store;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.connection.ClusterKey;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.Epoch;
import dev.halligan.observe.Metrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes finished requests that no cluster's history keeps, a few at a time. What they own, such
 * as a Secret with removed definitions, is deleted with them. Only while this replica may act.
 */
public final class HistoryKeeper implements AutoCloseable {
  static final int BATCH = 100;

  private static final Logger log = LoggerFactory.getLogger(HistoryKeeper.class);
  private static final Duration NEXT_BATCH = Duration.ofSeconds(1);
  private static final Duration NEXT_LOOK = Duration.ofSeconds(10);
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final BooleanSupplier mayAct;
  private final Epoch epoch;
  private final Supplier<RecoveryRequests> requests;
  private final Function<ClusterKey, History> histories;
  private final FinishedMark mark;
  private final Metrics metrics;
  private final Clock clock;
  private final Thread thread;

  public HistoryKeeper(
      KubernetesClient client,
      BooleanSupplier mayAct,
      Epoch epoch,
      Supplier<RecoveryRequests> requests,
      Function<ClusterKey, History> histories,
      Metrics metrics,
      Clock clock) {
    this.client = client;
    this.mayAct = mayAct;
    this.epoch = epoch;
    this.requests = requests;
    this.histories = histories;
    this.mark = new FinishedMark(new Finalizer(client));
    this.metrics = metrics;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("history").unstarted(this::run);
  }

  public HistoryKeeper start() {
    thread.start();
    return this;
  }

  /** Deletes one batch; returns whether there is more to do. */
  boolean clean() {
    if (!mayAct.getAsBoolean()) {
      return false;
    }
    List<RecoveryRequest> known = requests.get().requests();
    for (RecoveryRequest lost : known) {
      if (FinishedMark.isOn(lost) && !FinishedMark.isRight(lost)) {
        epoch.current();
        mark.settle(lost);
      }
    }
    List<RecoveryRequest> surplus = History.surplus(known, histories, clock.instant());
    Map<Boolean, List<RecoveryRequest>> gone =
        surplus.stream().limit(BATCH).collect(Collectors.partitioningBy(this::delete));
    tell(gone.get(true), surplus.size());
    tellRefused(gone.get(false));
    return surplus.size() > BATCH;
  }

  /** Deletes only the version that was judged; a changed request is judged again. */
  private boolean delete(RecoveryRequest request) {
    epoch.current();
    try {
      client
          .resource(request)
          .lockResourceVersion(request.getMetadata().getResourceVersion())
          .delete();
      return true;
    } catch (KubernetesClientException e) {
      if (!isRefused(e.getCode())) {
        throw e;
      }
      return false;
    }
  }

  /** It has changed since, or an admission policy keeps it: others may still be deleted. */
  private static boolean isRefused(int code) {
    return code == HttpURLConnection.HTTP_CONFLICT
        || code == HttpURLConnection.HTTP_FORBIDDEN
        || code == UNPROCESSABLE;
  }

  private static void tellRefused(List<RecoveryRequest> refused) {
    if (!refused.isEmpty()) {
      log.atWarn()
          .addKeyValue("refused", refused.size())
          .addKeyValue("first", refused.getFirst().getMetadata().getName())
          .log("some finished requests were not deleted: changed since, or the server refused");
    }
  }

  private void tell(List<RecoveryRequest> gone, int surplus) {
    metrics.removedFromHistory(gone.size());
    gone.stream()
        .collect(
            Collectors.groupingBy(
                r -> String.valueOf(RecoveryRequests.cluster(r)),
                TreeMap::new,
                Collectors.counting()))
        .forEach(
            (cluster, count) ->
                log.atInfo()
                    .addKeyValue("cluster", cluster)
                    .addKeyValue("removed", count)
                    .addKeyValue("left", surplus - gone.size())
                    .log("deleted finished requests, see spec.history"));
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        TimeUnit.MILLISECONDS.sleep((cleanOrSayWhyNot() ? NEXT_BATCH : NEXT_LOOK).toMillis());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean cleanOrSayWhyNot() {
    try {
      return clean();
    } catch (KubernetesClientException | ControlFailure e) {
      log.atWarn()
          .addKeyValue("error", e.getMessage())
          .log("failed to delete finished requests; retrying in 10 s");
      return false;
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("failed to delete finished requests; retrying in 10 s");
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
