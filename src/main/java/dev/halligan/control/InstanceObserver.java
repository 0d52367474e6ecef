package dev.halligan.control;

import dev.halligan.diagnosis.NodeEvidence;
import java.util.List;

/** Sees the API-server instances out of band, without asking them. */
public interface InstanceObserver {

  /** The result of looking at one instance. */
  sealed interface Report {
    /** The instance's name for people: a host's address, a pod's name. */
    String instance();
  }

  /**
   * @param caller our own address as the instance's host sees it; null if it is unknown or not
   *     needed
   * @param fence why a fence would not go up there now, TOOL_OUTDATED if this could not be tried;
   *     null if nothing prevents a fence
   */
  record Observed(String instance, NodeEvidence evidence, String caller, ControlFailure fence)
      implements Report {
    /** Nothing prevents a fence. */
    public Observed(String instance, NodeEvidence evidence, String caller) {
      this(instance, evidence, caller, null);
    }
  }

  /** The instance could not be observed. */
  record Unreachable(String instance, ControlFailure failure) implements Report {}

  /** Looks at every instance; takes seconds if they are overloaded. Empty if none can be seen. */
  List<Report> look();

  /** How the instances are reached, as of the last look; for the condition BreakGlassReady. */
  AccessPath approach();

  /**
   * How instances are reached, in words for people.
   *
   * @param instance the word for an instance; null if none can be seen
   * @param shut the condition's reason if an instance cannot be reached
   * @param proven what is proven once all answer; {@code %d} is their number, {@code %s} names the
   *     instances left out
   * @param shortfall why a fence would not hold although the rest of a recovery works, and what to
   *     do; null if it would hold
   */
  record AccessPath(String instance, String shut, String proven, String shortfall) {}
}
