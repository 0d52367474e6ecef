package dev.halligan.recovery.fake;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.halligan.control.ApiServerCapacity.Growth;
import dev.halligan.control.ApiServerCapacity.Size;
import java.time.Duration;
import java.time.Instant;

/** How the API server fares, and how it takes to being grown. */
public final class ApiServerSetting {
  static final Size ORDINARY = new Size(600, 1L << 30);

  public boolean running = true;

  /** The process runs and answers nobody before it is restarted. */
  public boolean hangs;

  /** Whether administrators get no answer. */
  public boolean pathCut;

  /** How far the growth is that was asked for last. */
  public Growth growth = Growth.NONE;

  /** How far a growth is right after it was asked for. */
  public Growth growsTo = Growth.LIVE;

  public boolean refusesGrowthInPlace;

  /** What its host has. */
  public int processors = 16;

  /** Until then a host restarts with its earlier limits while others wait. */
  public Instant shrinksFrom = Instant.MIN;

  /** Until then it refuses to scale anything. */
  public Instant scalesFrom = Instant.MIN;

  /** How long a refusal to scale or shrink takes. */
  public Duration refusalTakes = Duration.ZERO;

  @JsonIgnore Size present = ORDINARY;

  boolean answers() {
    return !pathCut && !hangs && (running || growth == Growth.LIVE);
  }

  /** What it has now; for the end of a case. */
  public Size limits() {
    return growth == Growth.NONE ? ORDINARY : present;
  }
}
