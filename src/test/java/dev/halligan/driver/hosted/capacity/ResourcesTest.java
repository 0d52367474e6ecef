package dev.halligan.driver.hosted.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ApiServerCapacity.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private static final long MEBIBYTE = 1024 * 1024;

  private static Map<String, Quantity> amounts(String cpu, String memory) {
    return Map.of("cpu", new Quantity(cpu), "memory", new Quantity(memory));
  }

  @Test
  void readsWhatKubernetesWrites() {
    assertThat(Resources.size(amounts("1", "1Gi"))).isEqualTo(new Size(1000, 1024 * MEBIBYTE));
    assertThat(Resources.size(amounts("1500m", "600M"))).isEqualTo(new Size(1500, 600_000_000));
    assertThat(Resources.size(amounts("0.25", "12345"))).isEqualTo(new Size(250, 12345));
    assertThat(Resources.size(Map.of())).isEqualTo(new Size(0, 0));
  }

  @Test
  void raisesLimitsAndLeavesRequestsThatAreLower() {
    var grown =
        new Resources(amounts("600m", "600Mi"), amounts("100m", "600Mi"))
            .grownTo(new Size(1200, 1200 * MEBIBYTE));

    assertThat(grown.limits()).isEqualTo(amounts("1200m", "1200Mi"));
    assertThat(grown.requests())
        .as("a request that equals its limit keeps the class of service")
        .isEqualTo(amounts("100m", "1200Mi"));
  }

  @Test
  void neverLowersNorLimitsWhatHasNoLimit() {
    var had = new Resources(Map.of("cpu", new Quantity("2")), Map.of());

    assertThat(had.grownTo(new Size(1200, 0))).isEqualTo(had);
  }

  @Test
  void countsALimitWithoutARequestAsRequested() {
    var said = new Resources(amounts("1", "1Gi"), Map.of("cpu", new Quantity("200m")));

    assertThat(said.requested()).isEqualTo(new Size(200, 1024 * MEBIBYTE));
    assertThat(new Resources(Map.of(), said.requests()).limitOrRequest())
        .isEqualTo(new Size(200, 0));
  }

  @Test
  void noLimitReachesAnything() {
    assertThat(Resources.NONE.reaches(new Size(1200, 1))).isTrue();
    var small = new Resources(amounts("600m", "2Gi"), Map.of());
    assertThat(small.reaches(new Size(1200, 1))).isFalse();
    assertThat(small.reaches(new Size(600, 1))).isTrue();
  }
}
