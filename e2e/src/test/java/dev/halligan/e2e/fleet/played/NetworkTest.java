package dev.halligan.e2e.fleet.played;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class NetworkTest {
  @Test
  void holdsItsOwnAddressesAndNoOthers() {
    Network nodes = Network.parse("172.18.0.0/24");
    assertThat(nodes.holds(InetAddress.ofLiteral("172.18.0.255"))).isTrue();
    assertThat(nodes.holds(InetAddress.ofLiteral("172.18.1.0"))).isFalse();
    assertThat(nodes.holds(InetAddress.ofLiteral("fd00::1"))).isFalse();
  }

  @Test
  void anAddressHoldsItselfAndEverythingHoldsAll() {
    InetAddress address = InetAddress.ofLiteral("10.0.0.9");
    assertThat(Network.parse("10.0.0.9").holds(address)).isTrue();
    assertThat(Network.parse("10.0.0.8").holds(address)).isFalse();
    assertThat(Network.anyHolds(Network.parseAll("::/0,0.0.0.0/0"), address)).isTrue();
  }

  @Test
  void refusesALengthThatIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> Network.parse("10.0.0.0/33"));
    assertThatIllegalArgumentException().isThrownBy(() -> Network.parse("c-0001"));
  }
}
