package dev.halligan.operator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RequestHistory;
import dev.halligan.operator.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Duration DAY = Duration.ofHours(24);
  private static final History TWO = new History(2, DAY);

  @Test
  void keepsTheLastFewHoweverOldTheyAre() {
    var requests = old(5, Requests::ended);

    assertThat(surplus(requests)).containsExactly("r-4", "r-3", "r-2");
  }

  @Test
  void keepsADayWholeBecauseTheBrakesCountIt() {
    var requests = new ArrayList<>(old(3, Requests::ended));
    for (int i = 0; i < 50; i++) {
      requests.add(Requests.ended("today-" + i, "eu-1", NOW.minus(DAY).plusSeconds(i)));
    }

    assertThat(surplus(requests)).containsExactly("r-2", "r-1", "r-0");
  }

  @Test
  void refusedOnesDoNotPushOutTheRecordOfARecovery() {
    var requests = new ArrayList<>(old(9, Requests::refused));
    requests.add(Requests.ended("recovery", "eu-1", NOW.minus(Duration.ofDays(300))));

    assertThat(surplus(requests)).hasSize(7).doesNotContain("recovery");
  }

  @Test
  void clustersDoNotPushOutEachOther() {
    var requests = new ArrayList<>(old(2, Requests::ended));
    requests.add(Requests.ended("other", "eu-2", NOW.minus(Duration.ofDays(300))));

    assertThat(surplus(requests)).isEmpty();
  }

  @Test
  void neverTakesOneThatRuns() {
    var requests = new ArrayList<>(old(2, Requests::ended));
    Instant longAgo = NOW.minus(Duration.ofDays(300));
    requests.add(Requests.running("runs", "eu-1", longAgo));
    requests.add(
        Requests.mark(Requests.running("runs-but-a-person-set-the-label", "eu-1", longAgo)));

    assertThat(surplus(requests)).isEmpty();
  }

  @Test
  void neverTakesOneThatWasNotMarkedYet() {
    var requests = old(5, Requests::ended);
    requests.forEach(r -> r.getMetadata().getLabels().remove(FinishedMark.LABEL));

    assertThat(surplus(requests)).isEmpty();
  }

  @Test
  void countsFromTheMakingWhereTheEndCannotBeRead() {
    var requests = old(3, Requests::ended);
    requests.getFirst().getStatus().conditions().forEach(c -> c.setLastTransitionTime("soon"));

    assertThat(surplus(requests)).containsExactly("r-2");
  }

  @Test
  void aClusterSaysHowManyAndHowLong() {
    assertThat(History.of(spec(null))).isEqualTo(History.DEFAULT);
    assertThat(History.of(null)).isEqualTo(History.DEFAULT);
    assertThat(History.of(spec(new RequestHistory(3, null)))).isEqualTo(new History(3, DAY));
    assertThat(History.of(spec(new RequestHistory(null, "72h"))))
        .isEqualTo(new History(10, Duration.ofHours(72)));
  }

  @Test
  void lessThanTheBrakesNeedIsNoHistory() {
    assertThat(History.of(spec(new RequestHistory(3, "1h")))).isEqualTo(History.DEFAULT);
    assertThatThrownBy(() -> new History(1, Duration.ofHours(23)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new History(0, DAY)).isInstanceOf(IllegalArgumentException.class);
  }

  private interface Maker {
    RecoveryRequest make(String name, String cluster, Instant at);
  }

  /** The newest first, each a day older. */
  private static List<RecoveryRequest> old(int count, Maker maker) {
    List<RecoveryRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(maker.make("r-" + i, "eu-1", NOW.minus(DAY.multipliedBy(i + 2))));
    }
    return requests;
  }

  private static List<String> surplus(List<RecoveryRequest> requests) {
    return History.surplus(requests, _ -> TWO, NOW).stream()
        .map(r -> r.getMetadata().getName())
        .toList();
  }

  private static ProtectedClusterSpec spec(RequestHistory history) {
    return new ProtectedClusterSpec(null, null, null, null, null, null, null, null, null, history);
  }
}
