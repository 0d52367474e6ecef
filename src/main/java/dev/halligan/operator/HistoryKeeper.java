package dev.halligan.operator;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.Epoch;
import dev.halligan.observe.Metrics;
import dev.halligan.target.ClusterKey;
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
 * Deletes requests that have ended and that no cluster's history keeps, a few at a time. What they
 * own, such as a Secret with removed definitions, goes with them. Only where this replica may act.
 */
final class HistoryKeeper implements AutoCloseable {
  static final int BATCH = 100;

  private static final Logger log = LoggerFactory.getLogger(HistoryKeeper.class);
  private static final Duration NEXT_BATCH = Duration.ofSeconds(1);
  private static final Duration NEXT_LOOK = Duration.ofSeconds(10);
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final BooleanSupplier mayAct;
  private final Epoch epoch;
  private final Supplier<RequestBook> requests;
  private final Function<ClusterKey, History> histories;
  private final FinishedMark mark;
  private final Metrics metrics;
  private final Clock clock;
  private final Thread thread;

  HistoryKeeper(
      KubernetesClient client,
      BooleanSupplier mayAct,
      Epoch epoch,
      Supplier<RequestBook> requests,
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

  HistoryKeeper start() {
    thread.start();
    return this;
  }

  /** One batch; returns whether there is more to do. */
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

  /** Over the version that was judged: one that changed since is judged anew. */
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

  /** Changed since, or kept by an admission policy: others may still be removed. */
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
          .log("finished requests not removed: changed since, or their deletion was refused");
    }
  }

  private void tell(List<RecoveryRequest> gone, int surplus) {
    metrics.removedFromHistory(gone.size());
    gone.stream()
        .collect(
            Collectors.groupingBy(
                r -> String.valueOf(RequestBook.cluster(r)), TreeMap::new, Collectors.counting()))
        .forEach(
            (cluster, count) ->
                log.atInfo()
                    .addKeyValue("cluster", cluster)
                    .addKeyValue("removed", count)
                    .addKeyValue("left", surplus - gone.size())
                    .log("finished requests removed, see spec.history"));
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
          .log("finished requests not removed, trying again in 10 s");
      return false;
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("finished requests not removed, trying again in 10 s");
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
