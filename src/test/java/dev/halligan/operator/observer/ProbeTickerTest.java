package dev.halligan.operator.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProbeTickerTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final AtomicReference<Duration> interval = new AtomicReference<>(DAY);
  private final ProbeTicker rounds = new ProbeTicker(interval::get);

  @Test
  void aShorterIntervalIsHeardWhileItWaits() throws Exception {
    rounds.begin(DAY);
    var round = nextRound();

    interval.set(Duration.ZERO);
    rounds.changed();

    assertThat(round.get(10, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @Test
  void aWordThatChangesNothingMakesNoRound() {
    rounds.begin(DAY);
    var round = nextRound();

    rounds.changed();

    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> round.get(50, TimeUnit.MILLISECONDS));
  }

  @Test
  void roundsThatTookTooLongAreNotMadeUpFor() throws Exception {
    interval.set(Duration.ofMillis(1));
    rounds.begin(Duration.ZERO);

    assertThat(rounds.await()).isLessThan(Duration.ofSeconds(1));
    interval.set(DAY);
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> nextRound().get(50, TimeUnit.MILLISECONDS));
  }

  private CompletableFuture<Duration> nextRound() {
    var round = new CompletableFuture<Duration>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                round.complete(rounds.await());
              } catch (InterruptedException e) {
                round.completeExceptionally(e);
              }
            });
    return round;
  }
}
