package dev.halligan.operator.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Access;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.ControlPlane;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Nodes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProbeIntervalTest {
  private static final List<String> HOSTS = List.of("10.89.0.6", "10.89.0.7", "fd00::8");
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void oneInstanceAskedDirectlyTakesTwoQuestionsASecond() {
    assertThat(calm(Duration.ofMillis(200), "10.89.0.6")).isEqualTo(SECOND);
    assertThat(calm(SECOND, "10.89.0.6", "10.89.0.7", "[fd00::8]")).isEqualTo(SECOND);
  }

  @Test
  void aBalancerMayHandEverythingToOneInstance() {
    assertThat(calm(SECOND, "10.89.0.6", "10.89.0.7", "10.89.0.100"))
        .isEqualTo(Duration.ofSeconds(2));
    assertThat(calm(SECOND, "10.89.0.100", "10.89.0.101")).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aLongerIntervalStays() {
    assertThat(calm(Duration.ofSeconds(5), "10.89.0.6", "10.89.0.100"))
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void suspicionGoesByTheSpecAndARecoveryLooksEverySecond() {
    var spec = spec("10.89.0.6", "10.89.0.100");
    Duration half = Duration.ofMillis(500);

    assertThat(ProbeInterval.interval(spec, half, false, false)).isEqualTo(half);
    assertThat(ProbeInterval.interval(spec, Duration.ofSeconds(5), true, true)).isEqualTo(SECOND);
    assertThat(ProbeInterval.interval(spec, half, false, true)).isEqualTo(half);
  }

  private static Duration calm(Duration wished, String... addresses) {
    return ProbeInterval.interval(spec(addresses), wished, true, false);
  }

  private static ProtectedClusterSpec spec(String... addresses) {
    var endpoints =
        Stream.of(addresses).map(a -> new Endpoint(a, "https://" + a + ":6443", null)).toList();
    return new ProtectedClusterSpec(
        null,
        new Access(null, null, endpoints),
        new ControlPlane(new Nodes(HOSTS, null), null, null),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
