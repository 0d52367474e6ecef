package dev.halligan.net;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Shares of address ranges for a NetworkPolicy, which cannot hash. Divides every range into equal
 * parts and takes distant parts first: a share is spread over the ranges, is always the same, and
 * includes every smaller share. It is a share of the ranges, not of the clients in them. Pure.
 */
public final class CidrSampler {
  /** The maximum number of parts in total; a policy grows with it. */
  private static final int PARTS = 256;

  /** A range is divided into at most 2 to the power of this. */
  private static final int MOST_LEVELS = 7;

  private record Part(int rank, int range, Cidr block) {}

  private CidrSampler() {}

  /** {@code percent} 0 to 100 of these ranges; at least one part if it is more than 0. */
  public static List<String> of(List<String> cidrs, int percent) {
    if (percent <= 0 || cidrs.isEmpty()) {
      return List.of();
    }
    if (percent >= 100) {
      return List.copyOf(cidrs);
    }
    var parts = parts(cidrs.stream().map(Cidr::parse).toList());
    var count = Math.max(1, parts.size() * percent / 100);
    return parts.stream().limit(count).map(p -> p.block().toString()).toList();
  }

  private static List<Part> parts(List<Cidr> ranges) {
    var levels = levels(ranges.size());
    var parts = new ArrayList<Part>();
    for (var range = 0; range < ranges.size(); range++) {
      var own = Math.min(levels, ranges.get(range).depth());
      for (var i = 0; i < 1 << own; i++) {
        parts.add(new Part(rank(i, own, levels), range, ranges.get(range).part(own, i)));
      }
    }
    parts.sort(Comparator.comparingInt(Part::rank).thenComparingInt(Part::range));
    return parts;
  }

  /** The index with its bits in reverse: 0, the middle, the quarters and so on. */
  private static int rank(int index, int own, int levels) {
    return own == 0 ? 0 : Integer.reverse(index) >>> Integer.SIZE - own << levels - own;
  }

  private static int levels(int ranges) {
    var most = Math.max(1, PARTS / ranges);
    return Math.min(MOST_LEVELS, Integer.SIZE - 1 - Integer.numberOfLeadingZeros(most));
  }
}
