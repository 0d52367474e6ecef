package dev.halligan.driver.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiPortTest {
  private final ApiPort port = new ApiPort(8443);

  @Test
  void isAssumedUntilTheHostTells() {
    port.learn(null);
    port.learn(List.of());

    assertThat(port.get()).isEqualTo(8443);
    assertThat(port.told()).isEmpty();
  }

  @Test
  void isWhereTheHostSaysThatItsServerListens() {
    port.learn(List.of(16443));

    assertThat(port.get()).isEqualTo(16443);
    assertThat(port.told()).hasValue(16443);
  }

  @Test
  void ofSeveralIsTheAssumedOneElseTheUsualOne() {
    port.learn(List.of(6444, 8443, 6443));
    assertThat(port.get()).isEqualTo(8443);

    port.learn(List.of(6444, 6443));
    assertThat(port.get()).isEqualTo(6443);
  }

  @Test
  void staysWhileTheServerIsDown() {
    port.learn(List.of(16443));
    port.learn(List.of());

    assertThat(port.get()).isEqualTo(16443);
  }

  @Test
  void isThatOfTheOthersWhereTheServerNeverRan() {
    port.assume(16443);
    assertThat(port.get()).isEqualTo(16443);

    port.learn(List.of(6443));
    port.assume(16443);
    assertThat(port.get()).isEqualTo(6443);
  }
}
