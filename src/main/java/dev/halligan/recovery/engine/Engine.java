package dev.halligan.recovery.engine;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.diagnosis.signal.LaneHealth;
import dev.halligan.recovery.plan.Planning;
import dev.halligan.recovery.record.Journal;
import dev.halligan.recovery.record.JournalWriter;
import dev.halligan.recovery.record.RecordSnapshot;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.record.TimelineEvent;
import dev.halligan.recovery.step.Action;
import dev.halligan.recovery.step.PassContext;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Advances a recovery by one pass: at most one step, journaled before and after. It holds no state
 * of its own, so after a crash any replica continues from the journal.
 */
public final class Engine {
  /** The first answer behind the fence usually comes within this time. */
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(2);

  private static final Duration RETRY_DELAY = Duration.ofMillis(250);

  private final Map<ActionType, Action> actions = new EnumMap<>(ActionType.class);

  public Engine(List<Action> actions) {
    actions.forEach(a -> this.actions.put(a.type(), a));
  }

  /**
   * Runs one pass.
   *
   * @param planning called once, if the request has no plan yet
   * @throws Journal.Refused if the record could not be stored; nothing was done after that
   */
  public PassResult advance(
      RecordSnapshot found, Supplier<Planning> planning, PassContext context, Journal journal) {
    RecoveryRecord record = new RecoveryRecord(found.status());
    RecoveryConditions conditions = new RecoveryConditions(record, found, context);
    if (conditions.hasEnded()) {
      return PassResult.ended();
    }
    return advance(
        record, conditions, planning, context, new JournalWriter(record, found, journal));
  }

  private PassResult advance(
      RecoveryRecord record,
      RecoveryConditions conditions,
      Supplier<Planning> planning,
      PassContext context,
      JournalWriter writer) {
    if (record.plan().isEmpty() && !plan(record, conditions, planning.get(), context, writer)) {
      return PassResult.ended();
    }
    PlanCursor cursor = new PlanCursor(record, actions, context);
    if (cursor.isBackward()) {
      return new RollbackPass(cursor, conditions, writer).advance();
    }
    new KeepAlive(cursor).look();
    if (!conditions.isApproved()) {
      conditions.waitsForApproval();
      writer.write();
      return PassResult.after(Duration.ofSeconds(30));
    }
    conditions.approved();
    noteAdminRestored(record, context);
    if (cursor.awaitsFirstAnswer() && !cursor.mayGrowMeanwhile(FIRST_ANSWER)) {
      writer.write();
      return PassResult.after(RETRY_DELAY);
    }
    ForwardPass forward = new ForwardPass(cursor, conditions, writer);
    return context.pauses().isEmpty() ? forward.advance() : forward.pause();
  }

  private boolean plan(
      RecoveryRecord record,
      RecoveryConditions conditions,
      Planning planning,
      PassContext context,
      JournalWriter writer) {
    switch (planning) {
      case Planning.Refused refused -> conditions.unplannable(refused.reason(), refused.message());
      case Planning.Planned planned -> {
        record.plan(planned.plan());
        new PlanCursor(record, actions, context).writeIntents();
        conditions.planned(planned.plan());
        if (Boolean.TRUE.equals(context.request().dryRun())) {
          conditions.dryRunEnded();
        } else {
          conditions.begun();
        }
      }
    }
    writer.write();
    return !conditions.hasEnded();
  }

  private static void noteAdminRestored(RecoveryRecord record, PassContext context) {
    String fencedAt = record.timeline().fencedAt();
    if (fencedAt == null || record.timeline().adminRestoredAt() != null) {
      return;
    }
    Instant from = Instant.parse(fencedAt);
    Instant recent = context.now().minus(PassContext.RECENT);
    LaneHealth health = context.lanes().since(from.isAfter(recent) ? from : recent);
    if (health.adminAnswers() && health.adminP99().compareTo(Duration.ofSeconds(1)) < 0) {
      record.mark(TimelineEvent.ADMIN_RESTORED, context.now());
    }
  }
}
