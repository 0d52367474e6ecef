package dev.halligan.recovery.action.isolation;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.Fence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes sure that a standing fence does not lock administrators out. Halligan's own address may
 * change during a recovery while the fence is still renewed by SSH, which is never fenced.
 */
record PassageProof(StandingFence standing) {
  /** A restarting or overloaded server answers nobody for a while. */
  private static final Duration RESTART_GRACE = Duration.ofSeconds(30);

  /** Checks whether administrators pass, and acts if they have been blocked for too long. */
  void look() {
    Instant since = since();
    if (passes()) {
      standing.note(p -> p.withBlockedSince(null));
    } else if (since.plus(RESTART_GRACE).isAfter(standing.step().now())) {
      standing.note(p -> p.withBlockedSince(since));
    } else {
      letUsIn();
    }
  }

  /** An answer on the admin lane is proof; otherwise the endpoints are dialled. */
  private boolean passes() {
    return standing.step().context().adminLaneOpen()
        || standing.fence().passage().word() != Fence.Passage.Word.TURNED_AWAY;
  }

  /** Halligan's newest address is as trustworthy as the SSH key it was seen with. */
  private void letUsIn() {
    List<String> callers = standing.fence().passage().callers();
    if (callers.stream().noneMatch(standing::isNews)) {
      giveUp("it blocked administrators for 30 s, although it admits Halligan's address");
      return;
    }
    List<String> ranges = withOurs(callers);
    List<String> admins = new ArrayList<>(standing.step().cluster().admins().cidrs());
    admins.addAll(ranges);
    try {
      standing.fence().replaceAdmins(standing.admission(admins));
    } catch (ControlFailure e) {
      if (e.isTransient()) {
        throw e;
      }
      giveUp("it blocked administrators for 30 s, and " + e.getMessage());
      return;
    }
    standing.note(p -> p.withCallers(ranges).withBlockedSince(null));
    standing.say(
        ("the fence blocked Halligan for 30 s, because its address is now %s. The fence admits that"
                + " address until this recovery ends. Add it to spec.admins.cidrs")
            .formatted(String.join(", ", callers)));
  }

  /** These and the addresses admitted so far, as single-address ranges. */
  private List<String> withOurs(List<String> callers) {
    List<String> all = new ArrayList<>(standing.progress().callers());
    callers.stream().map(PassageProof::range).filter(r -> !all.contains(r)).forEach(all::add);
    return List.copyOf(all);
  }

  private static String range(String address) {
    return address + (address.contains(":") ? "/128" : "/32");
  }

  private void giveUp(String why) {
    standing.giveUp("the fence was lifted: %s. Check spec.admins.cidrs".formatted(why));
  }

  /** A time in the future comes from a clock that was set back since. */
  private Instant since() {
    Instant noted = standing.progress().blockedSince();
    Instant now = standing.step().stamp();
    return noted == null || noted.isAfter(now) ? now : noted;
  }
}
