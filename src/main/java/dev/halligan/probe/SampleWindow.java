package dev.halligan.probe;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/** The latest samples of one cluster: bounded, safe for many threads. */
public final class SampleWindow {
  private final int capacity;
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  /**
   * Keeps the latest samples.
   *
   * @param capacity how many, at least 1; endpoints x lanes x seconds to look back / interval
   */
  public SampleWindow(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
    }
    this.capacity = capacity;
  }

  /** Adds a sample and drops the one added longest ago when there is no room. */
  public synchronized void add(Sample sample) {
    if (samples.size() == capacity) {
      samples.removeFirst();
    }
    samples.addLast(sample);
  }

  /** The samples that began at or after that time, in the order they were added. */
  public synchronized List<Sample> since(Instant from) {
    return samples.stream().filter(sample -> !sample.at().isBefore(from)).toList();
  }
}
