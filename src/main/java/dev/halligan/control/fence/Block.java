package dev.halligan.control.fence;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;

/**
 * A range of addresses as a number and a prefix length.
 *
 * @param bits 32 or 128
 */
record Block(BigInteger network, int prefix, int bits) {

  /** Parses {@code address/prefix} or a lone address; throws IllegalArgumentException otherwise. */
  static Block parse(String text) {
    var slash = text.indexOf('/');
    var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    var bits = address.length * Byte.SIZE;
    var prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("prefix of " + text + " is not between 0 and " + bits);
    }
    var low = BigInteger.ONE.shiftLeft(bits - prefix).subtract(BigInteger.ONE);
    return new Block(new BigInteger(1, address).andNot(low), prefix, bits);
  }

  boolean contains(Block other) {
    return bits == other.bits
        && prefix <= other.prefix
        && other.network.shiftRight(bits - prefix).equals(network.shiftRight(bits - prefix));
  }

  boolean isWithinAny(Stream<Block> others) {
    return others.anyMatch(o -> o.contains(this));
  }

  /** The {@code index}-th of 2 to the power of {@code levels} equal parts. */
  Block part(int levels, int index) {
    var shift = bits - prefix - levels;
    return new Block(network.or(BigInteger.valueOf(index).shiftLeft(shift)), prefix + levels, bits);
  }

  /** How often it can be halved. */
  int depth() {
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
      throw new IllegalStateException("a block of " + bits + " bits", e);
    }
  }
}
