package dev.halligan.operator.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuThrottlingTest {
  @TempDir Path folder;

  @Test
  void readsBothVersionsOfControlGroups() throws IOException {
    assertThat(total("usage_usec 9\nnr_periods 4\nnr_throttled 2\nthrottled_usec 1500\n"))
        .isEqualTo(Duration.ofNanos(1_500_000));
    assertThat(total("nr_periods 4\nnr_throttled 2\nthrottled_time 7000000\n"))
        .isEqualTo(Duration.ofMillis(7));
  }

  @Test
  void whatCannotBeReadWasNeverThrottled() throws IOException {
    assertThat(new CpuThrottling(List.of(folder.resolve("absent"))).total()).isZero();
    assertThat(total("usage_usec 9\n")).isZero();
  }

  private Duration total(String text) throws IOException {
    Path stat = Files.writeString(folder.resolve("cpu.stat"), text);
    return new CpuThrottling(List.of(folder.resolve("absent"), stat)).total();
  }
}
