package dev.halligan.driver.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.control.ControlFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
  @Test
  void joinsWordsWithSingleSpaces() {
    var command =
        Command.of("admit")
            .with("cohort", "nodes")
            .with("cidrs", List.of("10.0.0.0/8", "fd00::/8"));

    assertThat(command.text()).isEqualTo("admit --cohort nodes --cidrs 10.0.0.0/8,fd00::/8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;reboot", "$(id)", "a\nb", "fe80::1%eth0", "a'b", "\u00e4"})
  void refusesWhatAShellCouldMisread(String value) {
    assertThatThrownBy(() -> Command.of("admit").with("cohort", value))
        .isInstanceOf(ControlFailure.class)
        .hasMessageContaining("--cohort");
  }
}
