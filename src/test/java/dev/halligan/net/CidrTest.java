package dev.halligan.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, 10.0.0.255, true",
    "10.0.0.0/24, 10.0.1.0, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false"
  })
  void contains(String cidr, String address, boolean inside) {
    assertThat(Cidr.parse(cidr).contains(address)).isEqualTo(inside);
  }

  @Test
  void neverResolvesAName() {
    assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse("example.com/24"));
    assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse("10.0.0.0/33"));
  }
}
