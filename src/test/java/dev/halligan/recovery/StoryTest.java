package dev.halligan.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.diagnosis.LaneHealth;
import dev.halligan.probe.Lane;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.Sample;
import dev.halligan.recovery.action.Actions;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When a recovery may be called a success. */
class StoryTest {
  private static final Duration QUICK = Duration.ofMillis(90);
  private static final Duration SLOW = Duration.ofMillis(1500);

  private final World world = new World();
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
    Instant end = world.now.plus(Duration.ofMinutes(5));
    PassResult result = pass();
    while (result.again().isPresent() && world.now.isBefore(end)) {
      world.now = world.now.plus(result.again().get());
      result = pass();
    }
    return ConditionSet.of(world.status.conditions())
        .get("Succeeded")
        .map(c -> c.getStatus() + " " + c.getReason())
        .orElseThrow();
  }

  private PassResult pass() {
    return new Engine(Actions.all())
        .pass(
            new Engine.Found(World.KUBECTL, world.status, 1, 7),
            () -> Planning.plan("test", BuiltInPlaybook.spec()),
            situation(),
            world);
  }

  private Situation situation() {
    Situation s = world.situation(World.request(false, false), Recovery.NOBODY);
    return new Situation(
        s.request(),
        s.cluster(),
        s.consent(),
        s.hands(),
        this::lanes,
        s.evidence(),
        s.safekeeping(),
        s.clock());
  }

  /** A probe of each lane every full second. */
  private LaneHealth lanes(Instant from) {
    Instant first = Instant.ofEpochSecond(from.plusMillis(999).getEpochSecond());
    return LaneHealth.of(
        Stream.iterate(first, at -> at.isBefore(world.now), at -> at.plusSeconds(1))
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
