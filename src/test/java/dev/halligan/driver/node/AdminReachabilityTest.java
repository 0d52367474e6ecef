package dev.halligan.driver.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ControlFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdminReachabilityTest {
  private static final String CP = "10.0.0.6";
  private static final String BALANCER = "10.0.0.100";
  private static final String US = "10.1.0.9";

  @Test
  void passesWhereEverythingOpens() {
    assertThat(seen(of(CP, BALANCER), of(), of(), true).objection()).isEmpty();
  }

  @Test
  void ourOwnAddressBelongsIntoAdmins() {
    var objection = seen(of(), of(CP), of(US, "10.244.1.7"), false).objection();

    assertThat(objection).map(ControlFailure::getMessage).get().asString().contains(US);
    assertThat(objection).map(ControlFailure::fix).get().asString().contains("spec.admins.cidrs");
  }

  @Test
  void aBalancersAddressNeverDoes() {
    var objection = seen(of(), of(BALANCER), of(BALANCER), false).objection();

    assertThat(objection)
        .map(ControlFailure::getMessage)
        .get()
        .asString()
        .contains(BALANCER, "hides client addresses");
    assertThat(objection)
        .map(ControlFailure::fix)
        .get()
        .asString()
        .contains("remove it from spec.access.endpoints", "preserve client addresses")
        .doesNotContain("spec.admins");
  }

  @Test
  void aShutBalancerIsSaidWhereAnInstanceIsOpen() {
    var passage = seen(of(CP), of(BALANCER), of(BALANCER), true);

    assertThat(passage.objection()).isEmpty();
    assertThat(passage.shutWays())
        .singleElement()
        .asString()
        .contains(BALANCER, "remove it from spec.access.endpoints")
        .doesNotContain("spec.admins");
  }

  @Test
  void aDeadInstanceIsNoFaultOfTheFence() {
    assertThat(seen(of(), of(CP), of("10.244.1.7"), false).objection()).isEmpty();
    assertThat(seen(of(), of(CP), of("10.244.1.7"), true).objection())
        .as("it may serve its neighbours and not listen for us, as one that is starting")
        .isEmpty();
  }

  @Test
  void aServerThatServesOthersWhileNobodyComesThroughIsAFence() {
    var objection = seen(of(), of(BALANCER), of("10.0.0.250"), true).objection();

    assertThat(objection)
        .map(ControlFailure::getMessage)
        .get()
        .asString()
        .contains("an API server runs", BALANCER);
    assertThat(objection).map(ControlFailure::fix).get().asString().contains("instances' own");
    assertThat(seen(of(), of(BALANCER), of(), false).objection()).as("none runs").isEmpty();
  }

  @Test
  void addressesAreComparedNotSpellings() {
    var passage =
        new AdminReachability(
            List.of(),
            sockets(of("fd00::6")),
            all("fd00::6"),
            all("fd00:0:0::9"),
            all("fd00::9"),
            false);

    assertThat(passage.objection()).isPresent();
  }

  private static AdminReachability seen(
      List<String> open, List<String> closed, List<String> turnedAway, boolean serving) {
    return new AdminReachability(
        sockets(open),
        sockets(closed),
        all(CP),
        all(US),
        all(turnedAway.toArray(String[]::new)),
        serving);
  }

  private static List<String> of(String... addresses) {
    return List.of(addresses);
  }

  private static List<InetSocketAddress> sockets(List<String> addresses) {
    return addresses.stream()
        .map(a -> new InetSocketAddress(InetAddress.ofLiteral(a), 6443))
        .toList();
  }

  private static Set<InetAddress> all(String... addresses) {
    return Stream.of(addresses).map(InetAddress::ofLiteral).collect(Collectors.toSet());
  }
}
