package dev.halligan.recovery.fake;

import java.time.Duration;

/** What is up, and what is wrong with it. */
public final class FenceSetting {
  public boolean up;

  /** Whether it stays up when it is lifted. */
  public boolean stuck;

  /** How often it is looked at before it is up. */
  public int looksUntilUp;

  /** How long it already stands when it is said to be up. */
  public Duration upFor = Duration.ZERO;

  /** Whether the network keeps anybody out. */
  public boolean enforced = true;

  /** Whether somebody took rules out; they are back when it is made anew. */
  public boolean tampered;

  /** Clients come by a relay that it trusts. */
  public boolean relayed;

  /** Whether it sees who knocks. */
  public boolean counts = true;

  public boolean admitsAdmins = true;
}
