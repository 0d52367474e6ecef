package dev.halligan.recovery.cases;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.recovery.action.Actions;
import dev.halligan.recovery.engine.Engine;
import dev.halligan.recovery.engine.Takeover;
import dev.halligan.recovery.fake.FakeCluster;
import dev.halligan.recovery.plan.Planning;
import dev.halligan.recovery.record.RecordSnapshot;
import dev.halligan.recovery.record.RecoveryRecord;
import dev.halligan.recovery.record.TimelineEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Plays a script in virtual time: events, and passes of the engine when they are due. */
final class Player {
  private static final Duration TAKEOVER = Duration.ofSeconds(5);

  final FakeCluster world = new FakeCluster();
  final Transcript transcript = new Transcript();
  private final Script script;
  private final Agenda agenda;
  private final PeoplesWords people;
  private Instant start = world.clock.instant();
  private Optional<Duration> pass = Optional.of(Duration.ZERO);
  private Duration back = Duration.ZERO;
  private boolean dead;

  Player(Script script) {
    this.script = script;
    this.agenda = new Agenda(script.events(), world);
    this.people = new PeoplesWords(script.request(), world);
  }

  /** Until the recovery has ended and no event is left, or the time is over. */
  void play() throws IOException {
    begin();
    Optional<Duration> event = agenda.due(now());
    for (Optional<Duration> next = first(event, pass);
        next.isPresent() && next.get().compareTo(script.lasts().time()) < 0;
        next = first(event, pass)) {
      world.clock.set(start.plus(next.get()));
      if (event.isPresent() && event.get().compareTo(next.get()) <= 0) {
        happen(agenda.take(now()));
      } else {
        pass();
      }
      event = agenda.due(now()).map(due -> due.compareTo(now()) < 0 ? now() : due);
    }
    if (!agenda.left().isEmpty()) {
      throw new AssertionError("never came: " + agenda.left());
    }
    transcript.end(new Ending(world, start).facts());
  }

  private void begin() throws IOException {
    ScriptReader.change(world, script.cluster());
    if (script.person() != null) {
      people.take(script.person());
    }
    if (script.request().tellsOnset()) {
      RecoveryRecord begun = new RecoveryRecord(null);
      begun.mark(TimelineEvent.ONSET, FakeCluster.ONSET);
      world.status = begun.status();
    }
  }

  private Duration now() {
    return Duration.between(start, world.clock.instant());
  }

  private static Optional<Duration> first(Optional<Duration> one, Optional<Duration> other) {
    return one.isEmpty() || other.isPresent() && other.get().compareTo(one.get()) < 0 ? other : one;
  }

  private void happen(Script.Event event) throws IOException {
    EventText.of(event).forEach((who, what) -> transcript.line(now(), who, what));
    ScriptReader.change(world, event.cluster());
    if (event.person() != null) {
      people.take(event.person());
      pass = Optional.of(now().compareTo(back) < 0 ? back : now());
    }
    if (event.operator() != null) {
      befall(event.operator());
    }
  }

  private void befall(Script.Operator operator) {
    if (operator.away() != null) {
      back = now().plus(operator.away().time());
      pass = Optional.of(back);
    }
    if (operator.clock() != null) {
      setClock(operator.clock().time());
    }
  }

  /** Time goes on as before; only its name changes. */
  private void setClock(Duration by) {
    world.clock.pass(by);
    start = start.plus(by);
  }

  private void pass() {
    if (dead) {
      takeOver();
    }
    RecoveryRequestStatus before = world.status;
    int acts = world.acts.size();
    try {
      pass =
          new Engine(Actions.all())
              .advance(
                  new RecordSnapshot(FakeCluster.KUBECTL, world.status, 1, 7),
                  () -> Planning.plan("test", script.playbook().spec()),
                  world.context(people.request(), people.annotations()),
                  world)
              .again()
              .map(delay -> now().plus(delay));
      tell(before, acts);
    } catch (FakeCluster.Killed killed) {
      tell(before, acts);
      die();
    }
  }

  private void die() {
    transcript.line(now(), "operator", "dies");
    world.operator.lifetime = -1;
    dead = true;
    pass = Optional.of(now().plus(TAKEOVER));
  }

  private void takeOver() {
    transcript.line(now(), "operator", "another takes over");
    dead = false;
    world.status = Takeover.of(world.status, world.clock.instant());
  }

  private void tell(RecoveryRequestStatus before, int acts) {
    world.acts.stream().skip(acts).forEach(act -> transcript.act(now(), act));
    new StatusChanges(before, world.status, script.request().dryRun())
        .tell((kind, words) -> transcript.line(now(), kind, words));
  }
}
