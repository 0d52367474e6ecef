package dev.halligan.operator.runtime;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to the management cluster once it answers, and again after a watch of the SDK has ended
 * for good. The SDK itself would give up in both cases.
 */
public final class OperatorSupervisor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OperatorSupervisor.class);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Function<Runnable, Operator> factory;
  private final Runnable stopActing;
  private final Runnable left;
  private final Thread thread;
  private volatile Operator operator;

  /**
   * @param factory creates an operator that is not started yet; it calls the argument when one of
   *     its watches has ended for good
   * @param stopActing called before an operator is stopped
   * @param left called after it was stopped
   */
  public OperatorSupervisor(
      Function<Runnable, Operator> factory, Runnable stopActing, Runnable left) {
    this.factory = factory;
    this.stopActing = stopActing;
    this.left = left;
    this.thread = Thread.ofVirtual().name("host").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** What is missing before the operator can work: nothing once every cache is filled. */
  public List<String> missing() {
    return operator == null ? List.of("not connected to the management cluster yet") : List.of();
  }

  private void run() {
    Duration wait = FIRST_WAIT;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        // one for each attempt: an earlier broken watch must not end this one
        CountDownLatch broken = new CountDownLatch(1);
        if (join(broken::countDown)) {
          wait = FIRST_WAIT;
          broken.await();
          leave();
        }
        TimeUnit.MILLISECONDS.sleep(wait.toMillis());
        Duration longer = wait.multipliedBy(2);
        wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean join(Runnable onBrokenWatch) {
    Operator candidate = factory.apply(onBrokenWatch);
    try {
      candidate.start();
      operator = candidate;
      log.atInfo().log("connected to the management cluster");
      return true;
    } catch (OperatorException | KubernetesClientException e) {
      log.atWarn()
          .addKeyValue("error", rootCause(e).toString())
          .log("failed to connect to the management cluster; retrying");
      return false;
    }
  }

  private synchronized void leave() {
    Operator leaving = operator;
    operator = null;
    if (leaving != null) {
      stopActing.run();
      leaving.stop();
      left.run();
    }
  }

  private static Throwable rootCause(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause;
  }

  @Override
  public void close() {
    thread.interrupt();
    leave();
  }
}
