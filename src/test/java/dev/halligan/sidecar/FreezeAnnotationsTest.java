package dev.halligan.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreezeAnnotationsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private static HasMetadata annotated(Map<String, String> annotations) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withAnnotations(annotations)
        .endMetadata()
        .build();
  }

  @Test
  void saysHowManyAndUntilWhen() {
    var frozen = FreezeAnnotations.of(2, NOW, Duration.ofSeconds(120));

    assertThat(frozen.freezing("9"))
        .isEqualTo(
            "{\"metadata\":{\"resourceVersion\":\"9\",\"annotations\":{"
                + "\"halligan.dev/frozen-replicas\":\"2\","
                + "\"halligan.dev/frozen-until\":\"2026-01-02T03:06:05Z\"}},"
                + "\"spec\":{\"replicas\":0}}");
    assertThat(
            FreezeAnnotations.on(
                annotated(
                    Map.of(
                        FreezeAnnotations.REPLICAS,
                        "2",
                        FreezeAnnotations.UNTIL,
                        "2026-01-02T03:06:05Z"))))
        .contains(frozen);
    assertThat(frozen.hasExpired(NOW)).isFalse();
    assertThat(frozen.hasExpired(NOW.plusSeconds(120))).isTrue();
  }

  @Test
  void anExpiryThatCannotBeReadHasPassed() {
    var mangled =
        FreezeAnnotations.on(
            annotated(Map.of(FreezeAnnotations.REPLICAS, "2", FreezeAnnotations.UNTIL, "soon")));

    assertThat(mangled.orElseThrow().hasExpired(NOW)).isTrue();
    assertThat(
            FreezeAnnotations.on(annotated(Map.of(FreezeAnnotations.REPLICAS, "2")))
                .orElseThrow()
                .hasExpired(NOW))
        .isTrue();
  }

  @Test
  void whatSomebodyElseWroteIsNoFreeze() {
    assertThat(FreezeAnnotations.on(annotated(Map.of()))).isEmpty();
    assertThat(FreezeAnnotations.on(annotated(Map.of(FreezeAnnotations.REPLICAS, "many"))))
        .isEmpty();
  }
}
