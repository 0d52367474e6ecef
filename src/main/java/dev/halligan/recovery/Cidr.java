package dev.halligan.recovery;

import java.net.InetAddress;

/** A range of addresses, IPv4 or IPv6. No name is ever resolved. */
public record Cidr(InetAddress network, int prefix) {

  /** Parses {@code address/prefix} or a lone address; throws IllegalArgumentException otherwise. */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int bits = network.getAddress().length * 8;
    int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("prefix of " + text + " is not between 0 and " + bits);
    }
    return new Cidr(network, prefix);
  }

  public boolean contains(String address) {
    byte[] ours = network.getAddress();
    byte[] theirs = InetAddress.ofLiteral(address).getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
