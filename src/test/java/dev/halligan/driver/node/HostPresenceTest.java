package dev.halligan.driver.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HostPresenceTest {
  private static final String HOST = "10.0.0.3";
  private static final ControlFailure UNREACHABLE = failure(Reason.HOST_UNREACHABLE);
  private static final Duration TTL = Duration.ofSeconds(60);

  private final AtomicLong nanos = new AtomicLong();
  private final HostPresence absences = new HostPresence(3, nanos::get);

  @Test
  void aFenceMayShutThePortForAsLongAsItLives() {
    absences.fenced(TTL);
    missed(false);

    pass(TTL);
    missed(false);
    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);

    pass(Duration.ofSeconds(1));
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
  }

  @Test
  void theUsualTtlIsAssumedUntilSomebodyTells() {
    missed(false);
    pass(HostPresence.USUAL_TTL);
    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);

    pass(Duration.ofSeconds(1));
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
  }

  @Test
  void withoutAFenceItIsEnoughThatItDoesNotComeBackFromACrash() {
    missed(false);
    pass(HostPresence.BETWEEN_CRASHES.plusSeconds(1));
    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);

    absences.fenced(false, nanos.get());
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
  }

  @Test
  void oneThatWasGoneBeforeTheFenceStaysSo() {
    absences.fenced(false, nanos.get());
    missed(false);
    pass(HostPresence.BETWEEN_CRASHES.plusSeconds(1));
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);

    absences.fenced(TTL);
    missed(false);

    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
  }

  @Test
  void whatHostsSaidBeforeTheFenceWentUpDoesNotCount() {
    missed(false);
    long asked = nanos.get();
    pass(HostPresence.BETWEEN_CRASHES.plusSeconds(1));
    absences.fenced(TTL);

    absences.fenced(false, asked);

    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);
  }

  @Test
  void anApiServerThatListensBehindASilentSshIsDeafAfterTwoDeadlines() {
    missed(true);
    pass(HostPresence.DEAF_AFTER);
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
    pass(HostPresence.DEAF_AFTER.minusSeconds(1));

    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);
  }

  @Test
  void anAnswerThatDoesNotComeInTimeIsNone() {
    ControlFailure timedOut = failure(Reason.TIMED_OUT);
    absences.missed(HOST, timedOut, nanos.get(), () -> true);
    pass(HostPresence.DEAF_AFTER);
    absences.missed(HOST, timedOut, nanos.get(), () -> true);

    assertThat(absences.judged(HOST, timedOut).reason()).isEqualTo(Reason.HOST_DEAF);
  }

  @Test
  void aFullAcceptQueueIsDeafThoughItDoesNotAcceptEveryTime() {
    missed(true);
    pass(HostPresence.DEAF_AFTER);
    missed(false);

    assertThat(judged()).isEqualTo(Reason.HOST_DEAF);
  }

  @Test
  void aDeafHostWhosePortStaysShutIsGone() {
    missed(true);
    pass(HostPresence.DEAF_AFTER);
    missed(false);
    pass(HostPresence.USUAL_TTL.plusSeconds(1));

    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
    assertThat(absences.deaf()).isEmpty();
  }

  @Test
  void onlyTheHostsOwnWordsBringItBack() {
    missed(false);
    pass(HostPresence.USUAL_TTL.plusSeconds(1));

    absences.missed(HOST, failure(Reason.STALE_EPOCH), nanos.get(), () -> true);
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);

    absences.missed(HOST, failure(Reason.HOST_KEY_MISMATCH), nanos.get(), () -> true);
    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);

    missed(false);
    absences.answered(HOST);
    assertThat(absences.unreached()).isEmpty();
  }

  @Test
  void aHostThatIsLeftOutIsAskedByOneAndNotTooOften() {
    missed(false);
    assertThat(absences.leftOut(HOST)).as("it may be back any moment").isEmpty();

    pass(HostPresence.USUAL_TTL.plusSeconds(1));
    missed(false);
    assertThat(absences.leftOut(HOST)).contains(UNREACHABLE);
    assertThat(absences.claim(HOST)).isFalse();

    pass(HostPresence.ASK_AGAIN);
    assertThat(absences.leftOut(HOST)).contains(UNREACHABLE);
    assertThat(absences.claim(HOST)).as("time to look again").isTrue();
    assertThat(absences.claim(HOST)).as("one looks").isFalse();
  }

  @Test
  void theOnlyHostIsAlwaysAsked() {
    HostPresence single = new HostPresence(1, nanos::get);
    single.missed(HOST, UNREACHABLE, nanos.get(), () -> false);
    pass(HostPresence.USUAL_TTL.plusSeconds(1));
    single.missed(HOST, UNREACHABLE, nanos.get(), () -> false);

    assertThat(single.leftOut(HOST)).isEmpty();
  }

  private void missed(boolean portOpen) {
    absences.missed(HOST, UNREACHABLE, nanos.get(), () -> portOpen);
  }

  private Reason judged() {
    return absences.judged(HOST, UNREACHABLE).reason();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static ControlFailure failure(Reason reason) {
    return new ControlFailure(reason, "what happened", "what to do");
  }
}
