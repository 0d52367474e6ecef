package dev.halligan.target;

import java.net.InetAddress;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Addresses at which no API server of a target is: the operator itself, its node, and a cloud's
 * metadata service, which hands credentials to whoever asks.
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
