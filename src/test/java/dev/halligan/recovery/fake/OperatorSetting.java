package dev.halligan.recovery.fake;

import java.time.Instant;

/** What befalls the operator itself. */
public final class OperatorSetting {
  /** Until then no probe has come back to the operator that leads. */
  public Instant seesFrom = Instant.MIN;

  /** False: nobody has asked the lanes yet, as after a change of leaders. */
  public boolean asksLanes = true;

  /** Where we come from since our address changed, as the hosts see it; null: as it always was. */
  public String movedTo;

  /** Whether keeping and fetching fail in a way that nobody foresaw. */
  public boolean undoStoreBroken;

  /** Acts and journal writes until the operator is killed; negative: never. */
  public int lifetime = -1;

  /** The act on which the operator dies, once it is done. */
  public String diesOn;
}
