package dev.halligan.driver.node;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether administrators pass a fence, judged by observations. Pure.
 *
 * @param open endpoints that accepted a connection
 * @param closed endpoints that did not
 * @param own addresses of the control-plane hosts; an endpoint at any other is a load balancer
 * @param ours our own addresses, as the hosts see them
 * @param turnedAway addresses that the fence rejected
 * @param serving whether a host reports that its API server has connections
 */
record AdminReachability(
    List<InetSocketAddress> open,
    List<InetSocketAddress> closed,
    Set<InetAddress> own,
    Set<InetAddress> ours,
    Set<InetAddress> turnedAway,
    boolean serving) {
  private static final String ASIDE =
      "remove it from spec.access.endpoints, or make it preserve client addresses";

  /**
   * Why the fence must not stay. A closed endpoint proves nothing, because the process behind it
   * may be dead. A rejection does, and so does a server with connections that cannot be reached
   * from here.
   */
  Optional<ControlFailure> objection() {
    var refused = ours.stream().filter(turnedAway::contains).toList();
    if (!closed.isEmpty() && !refused.isEmpty()) {
      return Optional.of(
          lockedOut(
              "the fence rejects " + words(refused) + ", from which administrators connect",
              "add these addresses to spec.admins.cidrs"));
    }
    if (!open.isEmpty() || closed.isEmpty()) {
      return Optional.empty();
    }
    var balancers = balancers().map(InetSocketAddress::getAddress).distinct().toList();
    if (balancers.stream().anyMatch(turnedAway::contains)) {
      return Optional.of(
          lockedOut(
              "the fence rejects the load balancer at %s, which hides client addresses"
                  .formatted(words(balancers.stream().filter(turnedAway::contains).toList())),
              ASIDE + "; list the instances' own addresses as endpoints"));
    }
    var noInstance = balancers().count() == closed.size();
    return serving && noInstance
        ? Optional.of(
            lockedOut(
                "an API server runs, but no connection through %s reaches it while the fence is up"
                    .formatted(words(balancers)),
                "list the instances' own addresses in spec.access.endpoints, because a load"
                    + " balancer hides client addresses"))
        : Optional.empty();
  }

  /** Closed endpoints while others are open, in words; administrators may rely on one of them. */
  List<String> shutWays() {
    return open.isEmpty()
        ? List.of()
        : balancers()
            .map(InetSocketAddress::getAddress)
            .distinct()
            .map(
                b ->
                    ("no client passes through the load balancer at %s, because it hides client"
                            + " addresses: %s")
                        .formatted(b.getHostAddress(), ASIDE))
            .toList();
  }

  private Stream<InetSocketAddress> balancers() {
    return closed.stream().filter(Predicate.not(e -> own.contains(e.getAddress())));
  }

  private static ControlFailure lockedOut(String what, String fix) {
    return new ControlFailure(Reason.CALLER_NOT_ADMITTED, what, fix);
  }

  private static String words(Collection<InetAddress> addresses) {
    return addresses.stream()
        .map(InetAddress::getHostAddress)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
