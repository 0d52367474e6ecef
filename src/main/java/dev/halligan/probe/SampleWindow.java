package dev.halligan.probe;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** The latest samples of one cluster: bounded and thread-safe. */
public final class SampleWindow {
  private static final int AT_FIRST = 64;

  private final int most;
  private PackedSamples ring;
  private int oldest;
  private int size;

  /**
   * Keeps the latest samples.
   *
   * @param most the maximum number, at least 1; endpoints x lanes x seconds to keep / interval
   */
  public SampleWindow(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("capacity must be at least 1, but is " + most);
    }
    this.most = most;
    this.ring = new PackedSamples(Math.min(most, AT_FIRST));
  }

  /** Adds a sample, and drops the oldest one if there is no room. */
  public synchronized void add(Sample sample) {
    if (size == ring.capacity() && size < most) {
      grow();
    }
    ring.set((oldest + size) % ring.capacity(), sample);
    if (size == ring.capacity()) {
      oldest = (oldest + 1) % ring.capacity();
    } else {
      size++;
    }
  }

  /** The samples that started at or after that time, in the order they were added. */
  public synchronized List<Sample> since(Instant from) {
    return inOrder().filter(index -> !ring.isBefore(index, from)).mapToObj(ring::get).toList();
  }

  private void grow() {
    PackedSamples larger = new PackedSamples(Math.min(most, 2 * ring.capacity()));
    int[] next = {0};
    inOrder().forEach(index -> larger.set(next[0]++, ring.get(index)));
    ring = larger;
    oldest = 0;
  }

  private IntStream inOrder() {
    return IntStream.range(0, size).map(i -> (oldest + i) % ring.capacity());
  }
}
