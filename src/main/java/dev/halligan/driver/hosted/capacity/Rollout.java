package dev.halligan.driver.hosted.capacity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;

/**
 * How a workload replaces its pods when its template changes. {@code surge} is how many new ones it
 * starts before an old one stops.
 */
record Rollout(boolean oneByOne, int surge) {
  private static final String QUARTER = "25%";

  static Rollout of(JsonNode workload) {
    var replicas = workload.at("/spec/replicas").asInt(1);
    if ("StatefulSet".equals(workload.path("kind").asText())) {
      var type = workload.at("/spec/updateStrategy/type").asText("RollingUpdate");
      return new Rollout(type.equals("RollingUpdate"), 0);
    }
    if (workload.at("/spec/strategy/type").asText("").equals("Recreate")) {
      return new Rollout(replicas <= 1, 0);
    }
    var rolling = workload.at("/spec/strategy/rollingUpdate");
    var surge = (int) Math.ceil(share(rolling.path("maxSurge").asText(QUARTER), replicas));
    var absent = (int) share(rolling.path("maxUnavailable").asText(QUARTER), replicas);
    return new Rollout(absent <= 1 || replicas <= 1, surge);
  }

  private static double share(String said, int replicas) {
    return said.endsWith("%")
        ? Integer.parseInt(said.substring(0, said.length() - 1)) * replicas / 100.0
        : Integer.parseInt(said);
  }

  /** UNSUPPORTED if a template change would not replace one pod at a time. */
  void check(String words) {
    if (!oneByOne) {
      throw new ControlFailure(
          Reason.UNSUPPORTED,
          words
              + " would not replace its pods one at a time, so its template was not changed and"
              + " the API server was not grown",
          "give it a rolling update with at most one unavailable pod");
    }
  }

  /** At the peak, all pods but one are new, and the last old one and the surge also run. */
  ResourceDelta need(Resources now, Resources then, ResourceDelta wholePod, int replicas) {
    return ResourceDelta.between(now, then).times(replicas).plus(wholePod.times(surge));
  }
}
