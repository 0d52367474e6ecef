package dev.halligan.operator;

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
 * Joins the management cluster when it answers, and again when a watch of the SDK ended for good.
 * The SDK itself would give up in both cases.
 */
final class Host implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Host.class);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Function<Runnable, Operator> factory;
  private final Runnable stopActing;
  private final Runnable left;
  private final Thread thread;
  private volatile Operator operator;

  /**
   * @param factory makes an operator that is not started yet; the argument is to be called when one
   *     of its watches has ended for good
   * @param stopActing called before an operator is stopped
   * @param left called after it
   */
  Host(Function<Runnable, Operator> factory, Runnable stopActing, Runnable left) {
    this.factory = factory;
    this.stopActing = stopActing;
    this.left = left;
    this.thread = Thread.ofVirtual().name("host").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** What is missing before work can be done: nothing once every cache is filled. */
  List<String> missing() {
    return operator == null ? List.of("not joined to the management cluster yet") : List.of();
  }

  private void run() {
    Duration wait = FIRST_WAIT;
    try {
      while (!Thread.currentThread().isInterrupted()) {
        // one for each attempt: what broke an earlier one must not end this one
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
      log.atInfo().log("joined the management cluster");
      return true;
    } catch (OperatorException | KubernetesClientException e) {
      log.atWarn()
          .addKeyValue("error", rootCause(e).toString())
          .log("the management cluster cannot be joined, trying again");
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
