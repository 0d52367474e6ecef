package dev.halligan.e2e.fleet.played;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** A range of addresses, such as 10.0.0.0/8 or one address alone. */
record Network(InetAddress first, int length) {

  /** Reads {@code ADDRESS[/LENGTH]}; throws IllegalArgumentException for anything else. */
  static Network parse(String text) {
    String[] parts = text.split("/", 2);
    InetAddress first = InetAddress.ofLiteral(parts[0]);
    int bits = first.getAddress().length * 8;
    int length = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
    if (length < 0 || length > bits) {
      throw new IllegalArgumentException(text + " is not a valid range of addresses");
    }
    return new Network(first, length);
  }

  /** Reads a list separated by commas. */
  static List<Network> parseAll(String text) {
    return Stream.of(text.split(",")).map(Network::parse).toList();
  }

  static boolean anyHolds(Collection<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.holds(address));
  }

  boolean holds(InetAddress address) {
    byte[] theirs = address.getAddress();
    byte[] ours = first.getAddress();
    int rest = ours.length * 8 - length;
    return theirs.length == ours.length
        && new BigInteger(1, theirs)
            .shiftRight(rest)
            .equals(new BigInteger(1, ours).shiftRight(rest));
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + length;
  }
}
