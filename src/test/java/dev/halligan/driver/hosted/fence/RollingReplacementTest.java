package dev.halligan.driver.hosted.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.driver.hosted.pods.ApiServerPod;
import dev.halligan.driver.hosted.pods.ApiServerPodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RollingReplacementTest {
  private static final Instant FENCED = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant BEFORE = FENCED.minusSeconds(3600);
  private static final Instant AFTER = FENCED.plusSeconds(1);

  @Test
  void beginsWithOnePod() {
    assertThat(next(2, pod("a", BEFORE, true), pod("b", BEFORE, true)))
        .isInstanceOfSatisfying(
            RollingReplacement.Delete.class, d -> assertThat(d.pod().name()).isEqualTo("a"));
  }

  @Test
  void beginsWithOneThatServesNobody() {
    assertThat(next(2, pod("a", BEFORE, true), pod("b", BEFORE, false)))
        .isInstanceOfSatisfying(
            RollingReplacement.Delete.class, d -> assertThat(d.pod().name()).isEqualTo("b"));
  }

  @Test
  void waitsUntilTheReplacementIsThere() {
    assertThat(next(2, leaving("a"), pod("b", BEFORE, true)))
        .isInstanceOf(RollingReplacement.Wait.class);
    assertThat(next(2, pod("b", BEFORE, true))).isInstanceOf(RollingReplacement.Wait.class);
  }

  @Test
  void waitsUntilTheReplacementIsReady() {
    var next = next(2, pod("b", BEFORE, true), pod("c", AFTER, false));

    assertThat(next).isInstanceOf(RollingReplacement.Wait.class);
    assertThat(next.message()).contains("1 of 2", "not ready yet");
  }

  @Test
  void goesOnWithTheNextThen() {
    assertThat(next(2, pod("b", BEFORE, true), pod("c", AFTER, true)))
        .isInstanceOfSatisfying(
            RollingReplacement.Delete.class, d -> assertThat(d.pod().name()).isEqualTo("b"));
  }

  @Test
  void isCompleteWhenAllAreYoungerAndReady() {
    assertThat(next(2, pod("c", AFTER, true), pod("d", AFTER, true)))
        .isInstanceOf(RollingReplacement.Complete.class);
  }

  @Test
  void aReplacementOfTheSameSecondIsYounger() {
    assertThat(next(1, pod("c", FENCED, true))).isInstanceOf(RollingReplacement.Complete.class);
    assertThat(next(1, pod("a", FENCED, true))).isInstanceOf(RollingReplacement.Delete.class);
  }

  @Test
  void theOnlyPodIsRecycledTooAndItIsSaid() {
    assertThat(next(1, pod("a", BEFORE, true)).message())
        .contains("a is the only one", "the API server is unreachable");
  }

  private static RollingReplacement next(int instances, ApiServerPod... pods) {
    var before = Stream.of("uid-of-a", "uid-of-b").limit(instances).collect(Collectors.toSet());
    return RollingReplacement.next(List.of(pods), before, FENCED);
  }

  private static ApiServerPod leaving(String name) {
    return pod(name, BEFORE, true, true);
  }

  private static ApiServerPod pod(String name, Instant createdAt, boolean ready) {
    return pod(name, createdAt, ready, false);
  }

  private static ApiServerPod pod(String name, Instant createdAt, boolean ready, boolean leaving) {
    return ApiServerPodBuilder.builder()
        .name(name)
        .uid("uid-of-" + name)
        .address("10.0.0.1")
        .createdAt(createdAt)
        .labels(Map.of())
        .ready(ready)
        .leaving(leaving)
        .running(true)
        .restarts(0)
        .cpuMillis(0)
        .memoryBytes(0)
        .build();
  }
}
