package dev.halligan.e2e.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ActsTest {
  @Test
  void onlyWhatIsNewCounts() {
    Acts before = new Acts(Set.of("a"), 2);
    assertThat(new Acts(Set.of("a"), 2).since(before).isNothing()).isTrue();
    assertThat(new Acts(Set.of("a"), 3).since(before).isNothing()).isFalse();
    assertThat(new Acts(Set.of("a", "b"), 3).since(before)).hasToString("1 request, 1 fence");
  }

  @Test
  void nothingIsSaidInWords() {
    assertThat(new Acts(Set.of(), 0)).hasToString("no request, no fence");
  }
}
