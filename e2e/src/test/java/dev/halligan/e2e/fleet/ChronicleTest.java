package dev.halligan.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChronicleTest {
  private final Chronicle chronicle = new Chronicle();

  private static List<JsonNode> request(String state) throws IOException {
    return List.of(
        new ObjectMapper()
            .readTree(
                """
                {"spec":{"cluster":{"name":"c-0001"}},"status":{"steps":[{"name":"isolate","state":"%s","message":"the fence is up"}]}}"""
                    .formatted(state)));
  }

  @Test
  void aStepIsToldWhenItEndsAndOnlyOnce() throws IOException {
    assertThat(chronicle.news(request("Running"))).isEmpty();
    assertThat(chronicle.news(request("Done")))
        .containsExactly("c-0001  isolate    the fence is up");
    assertThat(chronicle.news(request("Done"))).isEmpty();
  }

  @Test
  void aRequestWithoutAPlanHasNothingToTell() throws IOException {
    assertThat(chronicle.news(List.of(new ObjectMapper().readTree("{}")))).isEmpty();
  }
}
