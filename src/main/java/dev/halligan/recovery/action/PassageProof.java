package dev.halligan.recovery.action;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.fence.Fence;
import dev.halligan.recovery.Moment;
import dev.halligan.recovery.StepContext;
import dev.halligan.recovery.Steps;
import dev.halligan.recovery.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Nobody stays locked out by a fence that stands: our own address may change in the middle of a
 * recovery, while the fence is renewed by SSH, which is never fenced.
 */
final class PassageProof {
  /** A server that restarts or drowns answers nobody for a while. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String TURNED_AWAY_SINCE = "turnedAwaySince";

  private PassageProof() {}

  /** Looks whether administrators pass, and sees to it when they have not for too long. */
  static void look(StepContext step) {
    if (passes(step)) {
      forget(step);
    } else if (since(step).plus(PATIENCE).isAfter(step.now())) {
      remember(step);
    } else {
      letUsIn(step);
    }
  }

  /** An answer of the admin lane is proof; else somebody has to dial. */
  private static boolean passes(StepContext step) {
    return step.situation().adminLaneOpen() || !isTurnedAway(passage(step));
  }

  private static Fence.Passage passage(StepContext step) {
    return step.situation().hands().fence().passage();
  }

  private static boolean isTurnedAway(Fence.Passage passage) {
    return passage.word() == Fence.Passage.Word.TURNED_AWAY;
  }

  /** Our newest address is as good as the key that it was seen with. */
  private static void letUsIn(StepContext step) {
    List<String> callers = passage(step).callers();
    if (callers.stream().noneMatch(c -> Admitted.isNews(step, c))) {
      lift(step, "administrators were turned away for 30 s, though the fence knows their address");
      return;
    }
    List<String> ranges = Admitted.with(step, callers);
    List<String> admins = new ArrayList<>(step.situation().cluster().admins().cidrs());
    admins.addAll(ranges);
    try {
      step.situation().hands().fence().replaceAdmins(Isolate.admission(step, admins));
    } catch (ControlFailure e) {
      if (e.isTransient()) {
        throw e;
      }
      lift(step, "administrators were turned away for 30 s, and " + e.getMessage());
      return;
    }
    Admitted.remember(step, ranges);
    forget(step);
    String now = String.join(", ", callers);
    Saying.say(
        step,
        "the fence turned us away for 30 s: we come from %s now, so that is let pass until the end of this recovery. Put it into spec.admins.cidrs"
            .formatted(now));
  }

  private static void lift(StepContext step, String why) {
    step.situation().hands().fence().lift();
    step.ledger().mark(Moment.READMITTED, step.now());
    Saying.say(step, "the fence was lifted: %s. Look at spec.admins.cidrs".formatted(why));
  }

  /** A moment that lies ahead is of a clock that was put back since. */
  private static Instant since(StepContext step) {
    String noted = step.progress().get(TURNED_AWAY_SINCE);
    Instant since = noted == null ? step.now() : Instant.parse(noted);
    return since.isAfter(step.now()) ? step.now() : since;
  }

  private static void remember(StepContext step) {
    step.ledger()
        .progress(
            step.index(),
            Steps.plus(step.progress(), TURNED_AWAY_SINCE, Times.format(since(step))));
  }

  private static void forget(StepContext step) {
    if (step.progress().containsKey(TURNED_AWAY_SINCE)) {
      Map<String, String> progress = new HashMap<>(step.progress());
      progress.remove(TURNED_AWAY_SINCE);
      step.ledger().progress(step.index(), Map.copyOf(progress));
    }
  }
}
