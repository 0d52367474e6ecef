package dev.halligan.control.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AbsencesTest {
  private static final String HOST = "10.0.0.3";
  private static final ControlFailure UNREACHABLE = failure(Reason.HOST_UNREACHABLE);
  private static final Duration TTL = Duration.ofSeconds(60);

  private final AtomicLong nanos = new AtomicLong();
  private final Absences absences = new Absences(3, nanos::get);

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
    pass(Absences.USUAL_TTL);
    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);

    pass(Duration.ofSeconds(1));
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
  }

  @Test
  void withoutAFenceItIsEnoughThatItDoesNotComeBackFromACrash() {
    missed(false);
    pass(Absences.BETWEEN_CRASHES.plusSeconds(1));
    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);

    absences.fenced(false, nanos.get());
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
  }

  @Test
  void oneThatWasGoneBeforeTheFenceStaysSo() {
    absences.fenced(false, nanos.get());
    missed(false);
    pass(Absences.BETWEEN_CRASHES.plusSeconds(1));
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);

    absences.fenced(TTL);
    missed(false);

    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);
  }

  @Test
  void whatHostsSaidBeforeTheFenceWentUpDoesNotCount() {
    missed(false);
    long asked = nanos.get();
    pass(Absences.BETWEEN_CRASHES.plusSeconds(1));
    absences.fenced(TTL);

    absences.fenced(false, asked);

    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);
  }

  @Test
  void anApiServerThatListensIsThereWhateverSshDoes() {
    missed(false);
    pass(Absences.USUAL_TTL);
    missed(true);
    pass(Duration.ofSeconds(1));
    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);
    assertThat(absences.unreached()).containsExactly(HOST);

    missed(false);
    pass(Duration.ofSeconds(1));
    assertThat(judged()).as("the time runs anew").isEqualTo(Reason.HOST_UNREACHABLE);
  }

  @Test
  void onlyTheHostsOwnWordsBringItBack() {
    missed(false);
    pass(Absences.USUAL_TTL.plusSeconds(1));

    absences.missed(HOST, failure(Reason.TIMED_OUT), () -> true);
    absences.missed(HOST, failure(Reason.STALE_EPOCH), () -> true);
    assertThat(judged()).isEqualTo(Reason.HOST_ABSENT);

    absences.missed(HOST, failure(Reason.HOST_KEY_MISMATCH), () -> true);
    assertThat(judged()).isEqualTo(Reason.HOST_UNREACHABLE);

    missed(false);
    absences.answered(HOST);
    assertThat(absences.unreached()).isEmpty();
  }

  @Test
  void othersDoNotWaitForAHostThatIsGone() {
    missed(false);
    assertThat(absences.known(HOST)).as("it may be back any moment").isEmpty();

    pass(Absences.USUAL_TTL.plusSeconds(1));
    missed(false);
    assertThat(absences.known(HOST)).contains(UNREACHABLE);

    pass(Absences.ASK_AGAIN);
    assertThat(absences.known(HOST)).as("time to look again").isEmpty();
  }

  @Test
  void theOnlyHostIsAlwaysAsked() {
    Absences single = new Absences(1, nanos::get);
    single.missed(HOST, UNREACHABLE, () -> false);
    pass(Absences.USUAL_TTL.plusSeconds(1));
    single.missed(HOST, UNREACHABLE, () -> false);

    assertThat(single.known(HOST)).isEmpty();
  }

  private void missed(boolean portOpen) {
    absences.missed(HOST, UNREACHABLE, () -> portOpen);
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
