package dev.halligan.operator.monitor;

import java.time.Duration;
import java.time.Instant;

/** What else is due in a round of probes. Time is an argument; used by one thread. */
final class MonitorSchedule {
  private static final Duration HOSTS_CALM = Duration.ofSeconds(10);
  private static final Duration HOSTS_ALARMED = Duration.ofSeconds(4);
  private static final Duration EVIDENCE = Duration.ofMinutes(1);
  private static final Duration PAGE = Duration.ofSeconds(4);
  private static final Duration PAGES = Duration.ofSeconds(12);
  private static final Duration STATUS = Duration.ofSeconds(30);
  private static final Duration DECISION = Duration.ofSeconds(1);

  private Instant hosts = Instant.MIN;
  private Instant evidence = Instant.MIN;
  private Instant snapshot = Instant.MIN;
  private Instant status = Instant.MIN;
  private Instant decision = Instant.MIN;

  /** Ask the hosts: every 10 s, every 4 s while something is suspected. */
  boolean hostsDue(boolean suspected, Instant now) {
    if (isBefore(hosts, suspected ? HOSTS_ALARMED : HOSTS_CALM, now)) {
      return false;
    }
    hosts = now;
    return true;
  }

  /**
   * Take evidence: at the first suspicion, then once a minute while it lasts. Each time three
   * snapshots in 12 s, because one look at a queue may miss what was in it a moment before.
   */
  boolean evidenceDue(boolean suspected, Instant now) {
    boolean begins = !isBefore(evidence, EVIDENCE, now);
    boolean goesOn = isBefore(evidence, PAGES, now) && !isBefore(snapshot, PAGE, now);
    if (!suspected || !(begins || goesOn)) {
      return false;
    }
    evidence = begins ? now : evidence;
    snapshot = now;
    return true;
  }

  /** Write the status: immediately after a change, otherwise every 30 s. */
  boolean statusDue(boolean changed, Instant now) {
    if (!changed && isBefore(status, STATUS, now)) {
      return false;
    }
    status = now;
    return true;
  }

  /** Ask the policy: at most once a second. */
  boolean decisionDue(boolean mayAct, Instant now) {
    if (!mayAct || isBefore(decision, DECISION, now)) {
      return false;
    }
    decision = now;
    return true;
  }

  private static boolean isBefore(Instant last, Duration pause, Instant now) {
    return !last.equals(Instant.MIN) && now.isBefore(last.plus(pause));
  }
}
