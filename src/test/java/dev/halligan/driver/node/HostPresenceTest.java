package dev.halligan.driver.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.testing.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostPresenceTest {
  private static final String HOST = "10.0.0.3";
  private static final ControlFailure UNREACHABLE = failure(Reason.HOST_UNREACHABLE);
  private static final Duration TTL = Duration.ofSeconds(60);

  private final ManualClock clock = new ManualClock();
  private final HostPresence absences = new HostPresence(3, clock::nanos);

  @Test
  void aFenceMayShutThePortForAsLongAsItLives() {
    absences.fenced(TTL);
    missed(false);

    clock.pass(TTL);
    missed(false);
    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);

    clock.pass(Duration.ofSeconds(1));
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
  }

  @Test
  void theUsualTtlIsAssumedUntilSomebodyTells() {
    missed(false);
    clock.pass(HostPresence.USUAL_TTL);
    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);

    clock.pass(Duration.ofSeconds(1));
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
  }

  @Test
  void withoutAFenceItIsEnoughThatItDoesNotComeBackFromACrash() {
    missed(false);
    clock.pass(HostPresence.BETWEEN_CRASHES.plusSeconds(1));
    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);

    absences.fenced(false, clock.nanos());
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
  }

  @Test
  void oneThatWasGoneBeforeTheFenceStaysSo() {
    absences.fenced(false, clock.nanos());
    missed(false);
    clock.pass(HostPresence.BETWEEN_CRASHES.plusSeconds(1));
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);

    absences.fenced(TTL);
    missed(false);

    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
  }

  @Test
  void whatHostsSaidBeforeTheFenceWentUpDoesNotCount() {
    missed(false);
    long asked = clock.nanos();
    clock.pass(HostPresence.BETWEEN_CRASHES.plusSeconds(1));
    absences.fenced(TTL);

    absences.fenced(false, asked);

    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);
  }

  @Test
  void anApiServerThatListensBehindASilentSshIsDeafAfterTwoDeadlines() {
    missed(true);
    clock.pass(HostPresence.DEAF_AFTER);
    assertThat(judged()).as("one question may be lost").isEqualTo(Reason.HOST_UNREACHABLE);

    missed(true);
    assertThat(judged()).isEqualTo(Reason.HOST_DEAF);
    assertThat(absences.unreached()).containsExactly(HOST);
    assertThat(absences.deaf()).containsExactly(HOST);
  }

  @Test
  void twoQuestionsInAMomentAreNotTwoDeadlines() {
    missed(true);
    missed(true);
    clock.pass(HostPresence.DEAF_AFTER.minusSeconds(1));

    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsNone() {
    ControlFailure timedOut = failure(Reason.TIMED_OUT);
    absences.missed(HOST, timedOut, clock.nanos(), () -> true);
    clock.pass(HostPresence.DEAF_AFTER);
    absences.missed(HOST, timedOut, clock.nanos(), () -> true);

    assertThat(absences.judged(HOST, timedOut).reason()).isEqualTo(Reason.HOST_DEAF);
  }

  @Test
  void aFullAcceptQueueIsDeafThoughItDoesNotAcceptEveryTime() {
    missed(true);
    clock.pass(HostPresence.DEAF_AFTER);
    missed(false);

    assertThat(judged()).isEqualTo(Reason.HOST_DEAF);
  }

  @Test
  void aDeafHostWhosePortStaysShutIsGone() {
    missed(true);
    clock.pass(HostPresence.DEAF_AFTER);
    missed(false);
    clock.pass(HostPresence.USUAL_TTL.plusSeconds(1));

    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
    assertThat(absences.deaf()).isEmpty();
  }

  @Test
  void onlyTheHostsOwnWordsBringItBack() {
    missed(false);
    clock.pass(HostPresence.USUAL_TTL.plusSeconds(1));

    absences.missed(HOST, failure(Reason.STALE_EPOCH), clock.nanos(), () -> true);
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);

    absences.missed(HOST, failure(Reason.HOST_KEY_MISMATCH), clock.nanos(), () -> true);
    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);

    missed(false);
    absences.answered(HOST);
    assertThat(absences.unreached()).isEmpty();
  }

  @Test
  void aHostThatIsLeftOutIsAskedByOneAndNotTooOften() {
    missed(false);
    assertThat(absences.leftOut(HOST)).as("it may be back any moment").isEmpty();

    clock.pass(HostPresence.USUAL_TTL.plusSeconds(1));
    missed(false);
    assertThat(absences.leftOut(HOST)).contains(UNREACHABLE);
    assertThat(absences.claim(HOST)).isFalse();

    clock.pass(HostPresence.ASK_AGAIN);
    assertThat(absences.leftOut(HOST)).contains(UNREACHABLE);
    assertThat(absences.claim(HOST)).as("time to look again").isTrue();
    assertThat(absences.claim(HOST)).as("one looks").isFalse();
  }

  @Test
  void theOnlyHostIsAlwaysAsked() {
    HostPresence single = new HostPresence(1, clock::nanos);
    single.missed(HOST, UNREACHABLE, clock.nanos(), () -> false);
    clock.pass(HostPresence.USUAL_TTL.plusSeconds(1));
    single.missed(HOST, UNREACHABLE, clock.nanos(), () -> false);

    assertThat(single.leftOut(HOST)).isEmpty();
  }

  private void missed(boolean portOpen) {
    absences.missed(HOST, UNREACHABLE, clock.nanos(), () -> portOpen);
  }

  private Reason judged() {
    return absences.judged(HOST, UNREACHABLE).reason();
  }

  private static ControlFailure failure(Reason reason) {
    return new ControlFailure(reason, "what happened", "what to do");
  }
}
