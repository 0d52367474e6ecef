package dev.halligan.control;

import dev.halligan.diagnosis.NodeEvidence;
import java.util.List;

/** What is seen of the API-server instances from beside them, without asking them. */
public interface Surroundings {

  /** What came of looking at one instance. */
  sealed interface Report {
    /** The instance's name for people: a host's address, a pod's name. */
    String instance();
  }

  /**
   * @param caller our own address as the instance's surroundings see it; null when it is not known,
   *     or not needed
   * @param fence why no fence would go up on it as it is now, TOOL_OUTDATED when that was not to be
   *     tried; null when nothing speaks against one
   */
  record Said(String instance, NodeEvidence evidence, String caller, ControlFailure fence)
      implements Report {
    /** Nothing speaks against a fence. */
    public Said(String instance, NodeEvidence evidence, String caller) {
      this(instance, evidence, caller, null);
    }
  }

  /** Nothing could be seen of it. */
  record Missed(String instance, ControlFailure failure) implements Report {}

  /** Looks at every instance; takes seconds when they drown. Empty when there is nothing to see. */
  List<Report> look();

  /** How the instances are reached, for the condition BreakGlassReady; as of the last look. */
  Approach approach();

  /**
   * How instances are reached, in words for people.
   *
   * @param instance what one is called; null when there are none to be seen
   * @param shut the condition's reason when one cannot be reached
   * @param proven what is proven once all answer; {@code %d} stands for how many they are, {@code
   *     %s} for those left out
   * @param shortfall why no fence would hold though the rest of a recovery can be done, and what to
   *     do; null when one would
   */
  record Approach(String instance, String shut, String proven, String shortfall) {}
}
