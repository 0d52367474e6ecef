package dev.halligan.recovery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.diagnosis.signal.LaneHealth;
import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.Sample;
import dev.halligan.recovery.action.Actions;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import dev.halligan.recovery.plan.Planning;
import dev.halligan.recovery.record.RecordSnapshot;
import dev.halligan.recovery.step.PassContext;
import dev.halligan.status.ConditionSet;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When a recovery may be called a success. */
class RecoveryConditionsTest {
  private static final Duration QUICK = Duration.ofMillis(90);
  private static final Duration SLOW = Duration.ofMillis(1500);

  private final FakeCluster world = new FakeCluster();
  private Predicate<Instant> ordinaryIsSlow = _ -> false;
  private Predicate<Instant> adminIsSlow = _ -> false;

  @Test
  void isNoSuccessWhileOrdinaryClientsWaitLongerThanWhatCountsAsSlow() {
    ordinaryIsSlow = _ -> true;

    assertThat(ended()).isEqualTo("False NotHealthy");
  }

  @Test
  void isNoSuccessWhileAdministratorsDo() {
    adminIsSlow = _ -> everyStepIsDone();

    assertThat(ended()).isEqualTo("False NotHealthy");
  }

  @Test
  void forgetsASlowAnswer() {
    Instant[] first = {null};
    ordinaryIsSlow =
        at -> {
          first[0] = first[0] == null && everyStepIsDone() ? at : first[0];
          return at.equals(first[0]);
        };

    assertThat(ended()).isEqualTo("True Recovered");
  }

  private boolean everyStepIsDone() {
    return world.acts.contains("lift");
  }

  private String ended() {
    Instant end = world.clock.instant().plus(Duration.ofMinutes(5));
    PassResult result = pass();
    while (result.again().isPresent() && world.clock.instant().isBefore(end)) {
      world.clock.pass(result.again().get());
      result = pass();
    }
    return ConditionSet.of(world.status.conditions())
        .get("Succeeded")
        .map(c -> c.getStatus() + " " + c.getReason())
        .orElseThrow();
  }

  private PassResult pass() {
    return new Engine(Actions.all())
        .advance(
            new RecordSnapshot(FakeCluster.KUBECTL, world.status, 1, 7),
            () -> Planning.plan("test", BuiltInPlaybook.spec()),
            context(),
            world);
  }

  private PassContext context() {
    PassContext s = world.context(FakeCluster.request(false, false), RecoveryHarness.NOBODY);
    return new PassContext(
        s.request(),
        s.cluster(),
        s.annotations(),
        s.driver(),
        this::lanes,
        s.evidence(),
        s.undoStore(),
        s.clock());
  }

  /** A probe of each lane every full second. */
  private LaneHealth lanes(Instant from) {
    Instant first = Instant.ofEpochSecond(from.plusMillis(999).getEpochSecond());
    return LaneHealth.of(
        Stream.iterate(first, at -> at.isBefore(world.clock.instant()), at -> at.plusSeconds(1))
            .flatMap(
                at ->
                    Stream.of(
                        sample(at, Lane.ADMIN, adminIsSlow.test(at)),
                        sample(at, Lane.ORDINARY, ordinaryIsSlow.test(at))))
            .toList());
  }

  private static Sample sample(Instant at, Lane lane, boolean slow) {
    var timings = new ProbeResult.Timings(Duration.ZERO, Duration.ZERO, slow ? SLOW : QUICK);
    return new Sample(at, "cp-0", lane, new ProbeResult.Answered(200, timings));
  }
}
