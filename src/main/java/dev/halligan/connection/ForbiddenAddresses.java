package dev.halligan.connection;

import java.net.InetAddress;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Addresses that no target's API server can have: the operator itself, its node, and a cloud's
 * metadata service, which returns credentials to any client.
 */
final class ForbiddenAddresses implements Predicate<InetAddress> {
  /** Metadata services outside the link-local range: AWS over IPv6, Alibaba. */
  private static final Set<InetAddress> METADATA =
      Set.of(InetAddress.ofLiteral("fd00:ec2::254"), InetAddress.ofLiteral("100.100.100.200"));

  @Override
  public boolean test(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || METADATA.contains(address);
  }
}
