package dev.halligan.driver.node;

import dev.halligan.control.ControlFailure;
import dev.halligan.driver.node.ssh.HalliganNode;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks hosts that are left out whether they are back, with a deadline long enough for slow logins.
 * Callers wait for the answer only briefly. It sends a query only, so no late action of ours takes
 * effect there.
 */
final class Comeback {
  private static final Duration MOMENT = Duration.ofSeconds(2);

  private final HostPresence absences;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  Comeback(HostPresence absences) {
    this.absences = absences;
  }

  /** Whether a host that was left out answers; false until it is due to be asked again. */
  boolean isBack(HalliganNode node) {
    if (!absences.claim(node.host()) || !asked.add(node.host())) {
      return false;
    }
    var answer = new CompletableFuture<Boolean>();
    Thread.ofVirtual().name("comeback/" + node.host()).start(() -> answer.complete(ask(node)));
    return withinAMoment(answer);
  }

  private boolean ask(HalliganNode node) {
    var askedAt = absences.now();
    try {
      node.greet();
      absences.answered(node.host());
      return true;
    } catch (ControlFailure e) {
      absences.missed(node.host(), e, askedAt, node::isOpen);
      return false;
    } finally {
      asked.remove(node.host());
    }
  }

  private static boolean withinAMoment(CompletableFuture<Boolean> answer) {
    try {
      return answer.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }
}
