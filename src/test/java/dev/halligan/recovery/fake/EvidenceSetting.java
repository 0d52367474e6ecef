package dev.halligan.recovery.fake;

import java.time.Duration;
import java.time.Instant;

/** What is known of the load. */
public final class EvidenceSetting {
  /** Whether the API server tells of its workloads. */
  public boolean readable = true;

  /** Whether the queues could be read before the fence. */
  public boolean queuesRead = true;

  /** When the page of evidence was taken. */
  public Instant takenAt = FakeCluster.ONSET;

  /** When the agent was rolled out. */
  public Instant agentChangedAt = FakeCluster.ONSET.minus(Duration.ofSeconds(30));
}
