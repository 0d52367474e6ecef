package dev.halligan.probe;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes sockets that are still open at their deadline. A read timeout restarts with each byte and
 * a write has none, so neither works against a peer that trickles or does not read.
 */
final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;

  Deadlines() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("probe-deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** A deadline that closing cancels. */
  record Pending(ScheduledFuture<?> task) implements AutoCloseable {
    @Override
    public void close() {
      task.cancel(false);
    }
  }

  Pending closeAfter(Duration delay, Socket socket) {
    return new Pending(timer.schedule(() -> close(socket), delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // it is closed anyway
    }
  }
}
