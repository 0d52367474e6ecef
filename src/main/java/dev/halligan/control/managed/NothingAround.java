package dev.halligan.control.managed;

import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.control.Surroundings;
import java.util.List;

/** Nobody but the provider sees what its API servers run on: the lanes are all there is. */
final class NothingAround implements Surroundings {
  private static final Approach BY_LANE =
      new Approach(
          null,
          Reasons.ADMIN_LANE_REFUSED,
          "A provider runs the API servers, the way in is the admin lane",
          "No fence can be raised and nothing grown: a recovery jails the culprit inside the API server and removes it, and that only while the admin lane answers");

  @Override
  public List<Report> look() {
    return List.of();
  }

  @Override
  public Approach approach() {
    return BY_LANE;
  }
}
