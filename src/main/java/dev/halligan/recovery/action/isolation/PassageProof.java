package dev.halligan.recovery.action.isolation;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.Fence;
import dev.halligan.recovery.record.Steps;
import dev.halligan.recovery.record.TimelineEvent;
import dev.halligan.recovery.step.StepContext;
import dev.halligan.status.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes sure that a standing fence does not lock administrators out. Halligan's own address may
 * change during a recovery while the fence is still renewed by SSH, which is never fenced.
 */
final class PassageProof {
  /** A restarting or overloaded server answers nobody for a while. */
  private static final Duration RESTART_GRACE = Duration.ofSeconds(30);

  private static final String TURNED_AWAY_SINCE = "turnedAwaySince";

  private PassageProof() {}

  /** Checks whether administrators pass, and acts if they have been blocked for too long. */
  static void look(StepContext step) {
    if (passes(step)) {
      forget(step);
    } else if (since(step).plus(RESTART_GRACE).isAfter(step.now())) {
      remember(step);
    } else {
      letUsIn(step);
    }
  }

  /** An answer on the admin lane is proof; otherwise the endpoints are dialled. */
  private static boolean passes(StepContext step) {
    return step.pass().adminLaneOpen() || !isTurnedAway(passage(step));
  }

  private static Fence.Passage passage(StepContext step) {
    return step.fence().passage();
  }

  private static boolean isTurnedAway(Fence.Passage passage) {
    return passage.word() == Fence.Passage.Word.TURNED_AWAY;
  }

  /** Halligan's newest address is as trustworthy as the SSH key it was seen with. */
  private static void letUsIn(StepContext step) {
    List<String> callers = passage(step).callers();
    if (callers.stream().noneMatch(c -> Admitted.isNews(step, c))) {
      lift(step, "it blocked administrators for 30 s, although it admits Halligan's address");
      return;
    }
    List<String> ranges = Admitted.with(step, callers);
    List<String> admins = new ArrayList<>(step.cluster().admins().cidrs());
    admins.addAll(ranges);
    try {
      step.fence().replaceAdmins(Isolate.admission(step, admins));
    } catch (ControlFailure e) {
      if (e.isTransient()) {
        throw e;
      }
      lift(step, "it blocked administrators for 30 s, and " + e.getMessage());
      return;
    }
    Admitted.remember(step, ranges);
    forget(step);
    String now = String.join(", ", callers);
    Saying.say(
        step,
        ("the fence blocked Halligan for 30 s, because its address is now %s. The fence admits that"
                + " address until this recovery ends. Add it to spec.admins.cidrs")
            .formatted(now));
  }

  private static void lift(StepContext step, String why) {
    step.fence().lift();
    step.record().mark(TimelineEvent.READMITTED, step.now());
    Saying.say(step, "the fence was lifted: %s. Check spec.admins.cidrs".formatted(why));
  }

  /** A time in the future comes from a clock that was set back since. */
  private static Instant since(StepContext step) {
    String noted = step.progress().get(TURNED_AWAY_SINCE);
    Instant since = noted == null ? step.now() : Instant.parse(noted);
    return since.isAfter(step.now()) ? step.now() : since;
  }

  private static void remember(StepContext step) {
    step.record()
        .progress(
            step.index(),
            Steps.plus(step.progress(), TURNED_AWAY_SINCE, Timestamps.format(since(step))));
  }

  private static void forget(StepContext step) {
    if (step.progress().containsKey(TURNED_AWAY_SINCE)) {
      Map<String, String> progress = new HashMap<>(step.progress());
      progress.remove(TURNED_AWAY_SINCE);
      step.record().progress(step.index(), Map.copyOf(progress));
    }
  }
}
