package dev.halligan.e2e.measure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Everything that is written down while a drill runs; written by many threads. Times are seconds
 * since the rollout.
 */
public final class Recording {
  /** The operator's working set. */
  public record Memory(double at, long bytes) {}

  /** Something that happened, in words. */
  public record Event(double at, String text) {}

  private final List<LaneSample> admin = new CopyOnWriteArrayList<>();
  private final List<LaneSample> ordinary = new CopyOnWriteArrayList<>();
  private final List<Memory> memory = new CopyOnWriteArrayList<>();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Map<Mark, Double> marks = new ConcurrentSkipListMap<>();
  private final AtomicLong refusedByFence = new AtomicLong();

  public void admin(LaneSample sample) {
    admin.add(sample);
  }

  public void ordinary(LaneSample sample) {
    ordinary.add(sample);
  }

  public void memory(Memory sample) {
    memory.add(sample);
  }

  public void event(Event event) {
    events.add(event);
  }

  /** Packets of an administrator's address that fences have refused so far. */
  public void refusedByFence(long packets) {
    refusedByFence.accumulateAndGet(packets, Math::max);
  }

  public long refusedByFence() {
    return refusedByFence.get();
  }

  /** Notes when something happened first. */
  public void mark(Mark mark, double at) {
    marks.putIfAbsent(mark, at);
  }

  /** Notes when something happened last. */
  public void remark(Mark mark, double at) {
    marks.put(mark, at);
  }

  /** Notes when something happened, or that it did not after all. */
  public void remark(Mark mark, OptionalDouble at) {
    at.ifPresentOrElse(moment -> marks.put(mark, moment), () -> marks.remove(mark));
  }

  public Optional<Double> at(Mark mark) {
    return Optional.ofNullable(marks.get(mark));
  }

  public Map<Mark, Double> marks() {
    return Map.copyOf(marks);
  }

  public List<LaneSample> admin() {
    return List.copyOf(admin);
  }

  public List<LaneSample> ordinary() {
    return List.copyOf(ordinary);
  }

  public List<Memory> memory() {
    return List.copyOf(memory);
  }

  public List<Event> events() {
    return List.copyOf(events);
  }
}
