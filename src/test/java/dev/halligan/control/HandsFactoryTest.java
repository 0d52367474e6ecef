package dev.halligan.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandsFactoryTest {
  @ParameterizedTest
  @CsvSource({
    // hosts, the endpoints as address and port, the port that is fenced
    "10.0.0.6, 10.0.0.6 6443, 6443",
    "10.0.0.6, 10.0.0.9 443 10.0.0.6 16443, 16443",
    "10.0.0.6, 10.0.0.9 443, 6443",
    "fd00::6, fd00:0:0::6 7443, 7443"
  })
  void fencesThePortOfTheHostsNotOfTheBalancer(String host, String endpoints, int port) {
    String[] words = endpoints.split(" ");
    var sockets = new java.util.ArrayList<InetSocketAddress>();
    for (int i = 0; i < words.length; i += 2) {
      sockets.add(new InetSocketAddress(words[i], Integer.parseInt(words[i + 1])));
    }

    assertThat(HandsFactory.apiPort(List.of(host), sockets)).isEqualTo(port);
  }
}
