package dev.halligan.control.fence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Shares of ranges of addresses, for a NetworkPolicy, which knows no hash. Every range is cut into
 * equal parts, and parts far from each other come first: a share is spread over the ranges, always
 * the same, and holds every smaller share. It is a share of the ranges, not of the clients in them.
 * Pure.
 */
final class CidrSlices {
  /** All parts together; a policy grows with them. */
  private static final int PARTS = 256;

  /** A range is cut into no more than 2 to the power of this. */
  private static final int MOST_LEVELS = 7;

  private record Part(int rank, int range, Block block) {}

  private CidrSlices() {}

  /** {@code percent} 0 to 100 of these ranges; at least one part when it is more than 0. */
  static List<String> of(List<String> cidrs, int percent) {
    if (percent <= 0 || cidrs.isEmpty()) {
      return List.of();
    }
    if (percent >= 100) {
      return List.copyOf(cidrs);
    }
    var parts = parts(cidrs.stream().map(Block::parse).toList());
    var count = Math.max(1, parts.size() * percent / 100);
    return parts.stream().limit(count).map(p -> p.block().toString()).toList();
  }

  private static List<Part> parts(List<Block> ranges) {
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
