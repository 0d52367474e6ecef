package dev.halligan.recovery;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.diagnosis.LaneHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Carries a recovery on by one pass: at most one step, journaled before and after. It holds no
 * state of its own, so that whoever comes after a crash goes on from the journal.
 */
public final class Engine {
  /** As a rule the first answer behind the fence comes in this time. */
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(2);

  private static final Duration SOON = Duration.ofMillis(250);

  private final Map<ActionType, Action> actions = new EnumMap<>(ActionType.class);

  public Engine(List<Action> actions) {
    actions.forEach(a -> this.actions.put(a.type(), a));
  }

  /** The request as the pass finds it. */
  public record Found(Kubectl kubectl, RecoveryRequestStatus status, long generation, long epoch) {}

  /**
   * One pass.
   *
   * @param planning asked once, when the request has no plan yet
   * @throws Journal.Refused when the record could not be stored; nothing was done after that
   */
  public PassResult pass(
      Found found, Supplier<Planning> planning, Situation situation, Journal journal) {
    Ledger ledger = new Ledger(found.status());
    Story story = new Story(ledger, found, situation);
    if (story.hasEnded()) {
      return PassResult.ended();
    }
    return pass(ledger, story, planning, situation, new Pen(ledger, found, journal));
  }

  private PassResult pass(
      Ledger ledger, Story story, Supplier<Planning> planning, Situation situation, Pen pen) {
    if (ledger.plan().isEmpty() && !plan(ledger, story, planning.get(), situation, pen)) {
      return PassResult.ended();
    }
    Course course = new Course(ledger, actions, situation);
    if (course.isBackward()) {
      return new Backward(course, story, pen).pass();
    }
    new Upkeep(course).look();
    if (!story.isApproved()) {
      story.waitsForApproval();
      pen.write();
      return PassResult.after(Duration.ofSeconds(30));
    }
    story.approved();
    noteAdminRestored(ledger, situation);
    if (course.awaitsFirstAnswer() && !course.mayGrowMeanwhile(FIRST_ANSWER)) {
      pen.write();
      return PassResult.after(SOON);
    }
    Forward forward = new Forward(course, story, pen);
    return situation.pauses().isEmpty() ? forward.pass() : forward.pause();
  }

  private boolean plan(
      Ledger ledger, Story story, Planning planning, Situation situation, Pen pen) {
    switch (planning) {
      case Planning.Refused refused -> story.unplannable(refused.reason(), refused.message());
      case Planning.Planned planned -> {
        ledger.plan(planned.plan());
        new Course(ledger, actions, situation).writeIntents();
        story.planned(planned.plan());
        if (Boolean.TRUE.equals(situation.request().dryRun())) {
          story.dryRunEnded();
        } else {
          story.begun();
        }
      }
    }
    pen.write();
    return !story.hasEnded();
  }

  private static void noteAdminRestored(Ledger ledger, Situation situation) {
    String fencedAt = ledger.timeline().fencedAt();
    if (fencedAt == null || ledger.timeline().adminRestoredAt() != null) {
      return;
    }
    Instant from = Instant.parse(fencedAt);
    Instant recent = situation.now().minus(Situation.RECENT);
    LaneHealth health = situation.lanes().since(from.isAfter(recent) ? from : recent);
    if (health.adminAnswers() && health.adminP99().compareTo(Duration.ofSeconds(1)) < 0) {
      ledger.mark(Moment.ADMIN_RESTORED, situation.now());
    }
  }
}
