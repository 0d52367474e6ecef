package dev.halligan.control.fence;

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
 * Whether administrators pass a fence, from what was seen of it. Pure.
 *
 * @param open endpoints through which a connection came about
 * @param closed endpoints through which none did
 * @param own addresses of the control-plane hosts; an endpoint at another one is a balancer
 * @param ours our own addresses, as the hosts see them
 * @param turnedAway addresses that the fence turned away
 * @param serving whether a host says that its API server has connections
 */
record AdminPassage(
    List<InetSocketAddress> open,
    List<InetSocketAddress> closed,
    Set<InetAddress> own,
    Set<InetAddress> ours,
    Set<InetAddress> turnedAway,
    boolean serving) {
  private static final String ASIDE =
      "take it out of spec.access.endpoints, or let it keep client addresses";

  /**
   * Why the fence may not stay. An endpoint that does not open is no proof against it, because the
   * process behind it may be dead; being turned away is, and so is a server that serves others
   * while nobody reaches it from here.
   */
  Optional<ControlFailure> objection() {
    var refused = ours.stream().filter(turnedAway::contains).toList();
    if (!closed.isEmpty() && !refused.isEmpty()) {
      return Optional.of(
          lockedOut(
              "the fence turns away " + words(refused) + ", where administrators come from",
              "add these addresses to spec.admins.cidrs"));
    }
    if (!open.isEmpty() || closed.isEmpty()) {
      return Optional.empty();
    }
    var balancers = balancers().map(InetSocketAddress::getAddress).distinct().toList();
    if (balancers.stream().anyMatch(turnedAway::contains)) {
      return Optional.of(
          lockedOut(
              "the fence turns away the balancer at %s: its clients cannot be told apart by address"
                  .formatted(words(balancers.stream().filter(turnedAway::contains).toList())),
              ASIDE + ", and name the instances' own addresses there"));
    }
    var noInstance = balancers().count() == closed.size();
    return serving && noInstance
        ? Optional.of(
            lockedOut(
                "an API server runs, but nothing reaches it through %s while the fence is up"
                    .formatted(words(balancers)),
                "name the instances' own addresses in spec.access.endpoints: behind a balancer clients cannot be told apart by address"))
        : Optional.empty();
  }

  /** Ways in that are shut while others are open, in words; a person may have taken one of them. */
  List<String> shutWays() {
    return open.isEmpty()
        ? List.of()
        : balancers()
            .map(InetSocketAddress::getAddress)
            .distinct()
            .map(
                b ->
                    "nobody passes through the balancer at %s, whose clients cannot be told apart by address: %s"
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
