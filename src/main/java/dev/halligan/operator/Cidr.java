package dev.halligan.operator;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Collection;

/** A range of addresses. */
record Cidr(InetAddress network, int prefix) {

  /** Reads {@code 10.0.0.0/24} or a single address; throws IllegalArgumentException on anything else. */
  static Cidr parse(String text) {
    String[] parts = text.split("/", 2);
    InetAddress network = InetAddress.ofLiteral(parts[0]);
    int widest = network.getAddress().length * 8;
    int prefix = parts.length == 1 ? widest : Integer.parseInt(parts[1]);
    if (prefix < 0 || prefix > widest) {
      throw new IllegalArgumentException("no such prefix length: " + text);
    }
    return new Cidr(network, prefix);
  }

  /** Whether the address lies in any of the ranges; a range that cannot be read contains nothing. */
  static boolean anyContains(Collection<String> ranges, String address) {
    return ranges.stream().anyMatch(r -> contains(r, address));
  }

  private static boolean contains(String range, String address) {
    try {
      return parse(range).contains(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  boolean contains(InetAddress address) {
    byte[] a = address.getAddress();
    byte[] n = network.getAddress();
    int shift = n.length * 8 - prefix;
    return a.length == n.length
        && new BigInteger(1, a).shiftRight(shift).equals(new BigInteger(1, n).shiftRight(shift));
  }
}
