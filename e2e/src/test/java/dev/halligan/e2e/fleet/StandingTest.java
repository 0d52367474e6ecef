package dev.halligan.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static JsonNode cluster(String verdict, String ready) throws IOException {
    return new ObjectMapper()
        .readTree(
            """
            {"status":{"verdict":"%s","conditions":[{"type":"BreakGlassReady","status":"%s"}]}}"""
                .formatted(verdict, ready));
  }

  @Test
  void wellIsHealthyWithEveryPathProven() throws IOException {
    Standing standing =
        new Standing(
            List.of(
                cluster("Healthy", "True"),
                cluster("Healthy", "Unknown"),
                cluster("Overloaded", "True")));
    assertThat(standing.well()).isEqualTo(1);
    assertThat(standing.with("Healthy")).isEqualTo(2);
    assertThat(standing.describe()).isEqualTo("2 Healthy, 1 Overloaded");
    assertThat(standing.allWell(3)).isFalse();
  }

  @Test
  void aClusterThatIsNotThereYetIsNotWell() throws IOException {
    assertThat(new Standing(List.of(cluster("Healthy", "True"))).allWell(2)).isFalse();
    assertThat(new Standing(List.of(new ObjectMapper().readTree("{}"))).describe())
        .isEqualTo("1 none");
  }

  @Test
  void whoIsLeftBehindIsNamedWithTheReason() throws IOException {
    JsonNode left =
        new ObjectMapper()
            .readTree(
                """
                {"metadata":{"name":"c-1"},"status":{"verdict":"Unknown","message":"No sample."}}""");
    assertThat(new Standing(List.of(left, cluster("Healthy", "True"))).reasons(Set.of("c-1")))
        .isEqualTo("c-1 is Unknown: No sample.");
  }
}
