package dev.halligan.net;

import static dev.halligan.testing.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure.Reason;
import java.net.URI;
import org.junit.jupiter.api.Test;

class LiteralAddressTest {

  @Test
  void aUrlLeadsToAnAddressAndAPort() {
    assertThat(LiteralAddress.of(URI.create("https://10.89.0.6:6443")).getPort()).isEqualTo(6443);
    assertThat(LiteralAddress.of(URI.create("https://[fd00::6]/")).toString())
        .contains("fd00")
        .endsWith(":443");
  }

  @Test
  void aNameIsRefused() {
    assertFails(
        Reason.BAD_ARGUMENT, () -> LiteralAddress.of(URI.create("https://api.example.org")));
  }
}
