package dev.halligan.operator.runtime;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs slow work alongside a loop that must not wait, at most one piece at a time. */
public final class SingleFlight {
  private static final Logger log = LoggerFactory.getLogger(SingleFlight.class);

  private final String name;
  private final AtomicBoolean busy = new AtomicBoolean();

  public SingleFlight(String name) {
    this.name = name;
  }

  /** Starts the work unless earlier work is still running; returns immediately. */
  public boolean start(Runnable work) {
    if (!busy.compareAndSet(false, true)) {
      return false;
    }
    Thread.ofVirtual().name(name).start(() -> run(work));
    return true;
  }

  private void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("work", name)
          .setCause(e)
          .log("background work failed; retrying when next due");
    } finally {
      busy.set(false);
    }
  }
}
