package dev.halligan.diagnosis.signal;

import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * When the cluster was ill before, by its ordinary lane: from the second consecutive bad sample.
 * Reports of hosts from then are not a normal baseline, so a storm that returns within minutes
 * counts as new.
 *
 * @param bad whether the samples that started at a time were bad
 * @param onset when the current trouble began; nothing from then on is earlier trouble
 */
record EarlierTrouble(NavigableMap<Instant, Boolean> bad, Instant onset) {

  static final EarlierTrouble NONE = new EarlierTrouble(new TreeMap<>(), Instant.MIN);

  /**
   * @param seen oldest first
   */
  static EarlierTrouble of(List<ClassifiedSample> seen, Instant onset) {
    TreeMap<Instant, Boolean> bad = new TreeMap<>();
    seen.stream()
        .filter(ClassifiedSample::ordinary)
        .forEach(one -> bad.merge(one.at(), one.kind().bad(), Boolean::logicalAnd));
    return new EarlierTrouble(bad, onset);
  }

  /** Whether the cluster was ill at that time; false if there are no samples. */
  boolean covers(Instant moment) {
    var last = bad.floorEntry(moment);
    if (!moment.isBefore(onset) || last == null || !last.getValue()) {
      return false;
    }
    var before = bad.lowerEntry(last.getKey());
    return before != null && before.getValue();
  }
}
