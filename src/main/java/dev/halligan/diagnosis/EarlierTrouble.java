package dev.halligan.diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * When the cluster was ill before, by its ordinary lane: from the second bad sample in a row. What
 * hosts said then is not what is usual there, so a storm that comes back within minutes is as new
 * as the first.
 *
 * @param bad whether the samples that began at a moment were bad
 * @param onset when the trouble of now began; nothing from then on is earlier trouble
 */
record EarlierTrouble(NavigableMap<Instant, Boolean> bad, Instant onset) {

  static final EarlierTrouble NONE = new EarlierTrouble(new TreeMap<>(), Instant.MIN);

  /**
   * @param seen oldest first
   */
  static EarlierTrouble of(List<Seen> seen, Instant onset) {
    TreeMap<Instant, Boolean> bad = new TreeMap<>();
    seen.stream()
        .filter(Seen::ordinary)
        .forEach(one -> bad.merge(one.at(), one.kind().bad(), Boolean::logicalAnd));
    return new EarlierTrouble(bad, onset);
  }

  /** Whether the cluster was ill at that moment; not when nothing was seen of it. */
  boolean covers(Instant moment) {
    var last = bad.floorEntry(moment);
    if (!moment.isBefore(onset) || last == null || !last.getValue()) {
      return false;
    }
    var before = bad.lowerEntry(last.getKey());
    return before != null && before.getValue();
  }
}
