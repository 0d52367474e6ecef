package dev.halligan.net;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;

/**
 * An IPv4 or IPv6 address range, as a number and a prefix length. Never resolves names.
 *
 * @param bits 32 or 128
 */
public record Cidr(BigInteger network, int prefix, int bits) {

  /** Parses {@code address/prefix} or an address; throws IllegalArgumentException otherwise. */
  public static Cidr parse(String text) {
    var slash = text.indexOf('/');
    var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    var bits = address.length * Byte.SIZE;
    var prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("the prefix of " + text + " is not between 0 and " + bits);
    }
    var low = BigInteger.ONE.shiftLeft(bits - prefix).subtract(BigInteger.ONE);
    return new Cidr(new BigInteger(1, address).andNot(low), prefix, bits);
  }

  /** Whether this literal address is in the range. */
  public boolean contains(String address) {
    return contains(parse(address));
  }

  /** Whether the other range is entirely in this one. */
  public boolean contains(Cidr other) {
    return bits == other.bits
        && prefix <= other.prefix
        && other.network.shiftRight(bits - prefix).equals(network.shiftRight(bits - prefix));
  }

  public boolean isWithinAny(Stream<Cidr> others) {
    return others.anyMatch(o -> o.contains(this));
  }

  /** The {@code index}-th of 2 to the power of {@code levels} equal parts. */
  public Cidr part(int levels, int index) {
    var shift = bits - prefix - levels;
    return new Cidr(network.or(BigInteger.valueOf(index).shiftLeft(shift)), prefix + levels, bits);
  }

  /** How many times it can be halved. */
  public int depth() {
    return bits - prefix;
  }

  @Override
  public String toString() {
    var bytes = new byte[bits / Byte.SIZE];
    var value = network.toByteArray();
    for (var i = 1; i <= Math.min(bytes.length, value.length); i++) {
      bytes[bytes.length - i] = value[value.length - i];
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/" + prefix;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(bits + " bits are not an IPv4 or IPv6 address", e);
    }
  }
}
