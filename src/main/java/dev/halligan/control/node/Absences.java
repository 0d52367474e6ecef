package dev.halligan.control.node;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Which hosts are gone: SSH does not reach them and their API port is shut, so that they have
 * nothing to fence. A port is also shut between two crashes, or by a fence; the latter dies with
 * its ttl, because nobody can renew it there. Safe for many threads.
 */
final class Absences {
  static final Duration BETWEEN_CRASHES = Duration.ofSeconds(10);

  /** Taken for a fence's ttl until a host or a caller tells. */
  static final Duration USUAL_TTL = Duration.ofSeconds(120);

  /** To ask a host that is gone takes seconds, which the others would wait for. */
  static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  /** {@code gone} stays so when a fence goes up on the others: there is none on this host. */
  private record Silence(ControlFailure failure, Long shutSince, long askedAt, boolean gone) {}

  private final Map<String, Silence> silent = new ConcurrentHashMap<>();
  private final int hosts;
  private final LongSupplier nanos;
  private Duration ttl = USUAL_TTL;
  private boolean fenced = true;
  private long toldAt;

  /** {@code hosts}: how many there are; {@code monotonicNanos}: as System.nanoTime. */
  Absences(int hosts, LongSupplier monotonicNanos) {
    this.hosts = hosts;
    this.nanos = monotonicNanos;
    this.toldAt = monotonicNanos.getAsLong() - 1;
  }

  /** A fence of that ttl is going up, or is renewed. */
  synchronized void fenced(Duration forSoLong) {
    ttl = forSoLong;
    fenced = true;
    toldAt = nanos.getAsLong();
  }

  /** Whether a host said that it has a fence; a question from before one went up does not count. */
  synchronized void fenced(boolean anywhere, long askedAt) {
    fenced = anywhere || (fenced && askedAt - toldAt <= 0);
  }

  private synchronized Duration least() {
    return fenced ? ttl : BETWEEN_CRASHES;
  }

  /** The monotonic time, for {@link #fenced(boolean, long)}. */
  long now() {
    return nanos.getAsLong();
  }

  void answered(String host) {
    silent.remove(host);
  }

  /** {@code apiPortOpen} is only asked when SSH does not reach the host. */
  void missed(String host, ControlFailure failure, BooleanSupplier apiPortOpen) {
    switch (failure.reason()) {
      case HOST_UNREACHABLE -> note(host, failure, apiPortOpen.getAsBoolean());
      // no word of the host's
      case TIMED_OUT, STALE_EPOCH, API_CLOSED -> {}
      default -> silent.remove(host);
    }
  }

  private void note(String host, ControlFailure failure, boolean open) {
    long now = nanos.getAsLong();
    silent.compute(
        host,
        (_, before) -> {
          if (open) {
            return new Silence(failure, null, now, false);
          }
          return before == null || before.shutSince() == null
              ? new Silence(failure, now, now, false)
              : new Silence(failure, before.shutSince(), now, isGone(before));
        });
  }

  /** Why there is no need to ask the host again yet; empty when it should be asked. */
  Optional<ControlFailure> known(String host) {
    return Optional.ofNullable(silent.get(host))
        .filter(s -> silent.size() < hosts && isGone(s))
        .filter(s -> nanos.getAsLong() - s.askedAt() < ASK_AGAIN.toNanos())
        .map(Silence::failure);
  }

  /** The failure, or that the host is gone when by now it is. */
  ControlFailure judged(String host, ControlFailure failure) {
    if (failure.reason() != Reason.HOST_UNREACHABLE) {
      return failure;
    }
    var silence =
        silent.computeIfPresent(
            host, (_, s) -> new Silence(s.failure(), s.shutSince(), s.askedAt(), isGone(s)));
    if (silence == null || !silence.gone()) {
      return failure;
    }
    return new ControlFailure(
        Reason.HOST_ABSENT,
        "host " + host + " answers neither by SSH nor on its API port",
        "bring it back, or take it out of spec.controlPlane.nodes.hosts; if it runs, check the network between it and this operator",
        failure);
  }

  /** Hosts that SSH did not reach when last asked, gone for good or not. */
  List<String> unreached() {
    return silent.keySet().stream().sorted().toList();
  }

  private boolean isGone(Silence s) {
    return s.gone()
        || (s.shutSince() != null && nanos.getAsLong() - s.shutSince() > least().toNanos());
  }
}
