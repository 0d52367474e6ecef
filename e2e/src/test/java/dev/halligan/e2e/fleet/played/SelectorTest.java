package dev.halligan.e2e.fleet.played;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SelectorTest {
  private final JsonNode pod = pod();

  private static JsonNode pod() {
    try {
      return new ObjectMapper()
          .readTree(
              """
              {"metadata":{"labels":{"app.kubernetes.io/name":"agent"}},"status":{"phase":"Running","podIP":"10.0.0.1"}}""");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void fieldsAreOneWithinTheOther() {
    assertThat(Selector.ofFields("status.podIP=10.0.0.1,status.phase!=Failed").holds(pod)).isTrue();
    assertThat(Selector.ofFields("status.podIP=10.0.0.2").holds(pod)).isFalse();
    assertThat(Selector.ofFields("status.phase!=Running").holds(pod)).isFalse();
  }

  @Test
  void labelsHaveDotsInTheirNames() {
    assertThat(Selector.ofLabels("app.kubernetes.io/name=agent").holds(pod)).isTrue();
    assertThat(Selector.ofLabels("app.kubernetes.io/name==shop").holds(pod)).isFalse();
  }

  @Test
  void nothingSelectsAll() {
    assertThat(Selector.ofLabels("").holds(pod)).isTrue();
  }

  @Test
  void whatIsNotUnderstoodIsRefusedRatherThanGuessed() {
    assertThatIllegalArgumentException().isThrownBy(() -> Selector.ofLabels("app in (a)"));
  }
}
