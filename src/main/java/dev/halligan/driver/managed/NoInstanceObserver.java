package dev.halligan.driver.managed;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.control.InstanceObserver;
import java.util.List;

/** Only the provider sees the hosts of its API servers; Halligan has just the lanes. */
final class NoInstanceObserver implements InstanceObserver {
  private static final AccessPath BY_LANE =
      new AccessPath(
          null,
          Reasons.ADMIN_LANE_REFUSED,
          "A provider runs the API servers, so the admin lane is the only access",
          "A recovery cannot raise a fence or grow the API server here: it jails the culprit inside"
              + " the API server and removes it, and needs an admin lane that answers");

  @Override
  public List<Report> look() {
    return List.of();
  }

  @Override
  public AccessPath approach() {
    return BY_LANE;
  }
}
