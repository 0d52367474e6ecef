package dev.halligan.recovery.fake;

import java.util.List;

/** The control plane's hosts. */
public final class HostsSetting {
  public List<String> names = List.of("10.89.0.6");

  /** Whether anything that is done to them is answered. */
  public boolean reachable = true;

  /** Those whose clients get in past the fence. */
  public List<String> deaf = List.of();

  /** Those that are gone for good. */
  public List<String> gone = List.of();

  /** What they say of themselves; null: nothing. */
  public HostReports reports;
}
