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
 * Which hosts are left out. An absent one: SSH does not reach it and its API port is shut, so that
 * it has nothing to fence. A port is also shut between two crashes, or by a fence; the latter dies
 * with its ttl, because nobody can renew it there. A deaf one: its API port accepts, but SSH gives
 * no answer, as on a drowned host, where the kernel still takes connections. Safe for many threads.
 */
final class Absences {
  static final Duration BETWEEN_CRASHES = Duration.ofSeconds(10);

  /** Taken for a fence's ttl until a host or a caller tells. */
  static final Duration USUAL_TTL = Duration.ofSeconds(120);

  /** How often a host that is left out is asked whether it is back. */
  static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  /** Two deadlines: one question may be lost by chance. */
  static final Duration DEAF_AFTER = HalliganNode.ASK.multipliedBy(2);

  private static final int QUESTIONS = 2;

  /**
   * No word by SSH.
   *
   * @param since when the first question was asked that brought none
   * @param questions that brought none
   * @param accepted its API port did, at one of them
   * @param shutSince since when that is shut; null when it accepted at the last
   * @param gone stays so when a fence goes up on the others: there is none on this host
   */
  private record Silence(
      ControlFailure failure,
      long since,
      int questions,
      boolean accepted,
      Long shutSince,
      long askedAt,
      boolean gone) {}

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

  /** The monotonic time, for {@link #fenced(boolean, long)} and {@link #missed}. */
  long now() {
    return nanos.getAsLong();
  }

  void answered(String host) {
    silent.remove(host);
  }

  /** {@code apiPortOpen} is only asked when SSH brought no word of the host. */
  void missed(String host, ControlFailure failure, long askedAt, BooleanSupplier apiPortOpen) {
    switch (failure.reason()) {
      case HOST_UNREACHABLE, TIMED_OUT -> note(host, failure, askedAt, apiPortOpen.getAsBoolean());
      // not of the host's doing
      case STALE_EPOCH, API_CLOSED -> {}
      default -> silent.remove(host);
    }
  }

  private void note(String host, ControlFailure failure, long askedAt, boolean open) {
    long now = now();
    silent.compute(
        host,
        (_, before) -> {
          var first = new Silence(failure, askedAt, 0, false, null, now, false);
          var s = before == null ? first : before;
          var shutSince = s.shutSince() == null ? Long.valueOf(now) : s.shutSince();
          return new Silence(
              failure,
              s.since(),
              s.questions() + 1,
              s.accepted() || open,
              open ? null : shutSince,
              now,
              !open && isGone(s));
        });
  }

  /**
   * Why the host is left out; empty when it is asked like the others, as the only one always is.
   */
  Optional<ControlFailure> leftOut(String host) {
    return Optional.ofNullable(silent.computeIfPresent(host, (_, s) -> remembered(s)))
        .filter(s -> silent.size() < hosts && (isGone(s) || isDeaf(s)))
        .map(Silence::failure);
  }

  /** Whether it is time to ask a host that is left out; whoever is told so does it. */
  boolean claim(String host) {
    var claimed = new boolean[1];
    silent.computeIfPresent(
        host,
        (_, s) -> {
          claimed[0] = now() - s.askedAt() >= ASK_AGAIN.toNanos();
          return claimed[0] ? askedNow(s) : s;
        });
    return claimed[0];
  }

  private Silence askedNow(Silence s) {
    return new Silence(
        s.failure(), s.since(), s.questions(), s.accepted(), s.shutSince(), now(), s.gone());
  }

  /** The failure, or that the host is absent or deaf when by now it is. */
  ControlFailure judged(String host, ControlFailure failure) {
    if (failure.reason() != Reason.HOST_UNREACHABLE && failure.reason() != Reason.TIMED_OUT) {
      return failure;
    }
    var silence = silent.computeIfPresent(host, (_, s) -> remembered(s));
    if (silence == null) {
      return failure;
    }
    return silence.gone() ? absent(host, failure) : isDeaf(silence) ? deaf(host, failure) : failure;
  }

  private Silence remembered(Silence s) {
    return new Silence(
        s.failure(), s.since(), s.questions(), s.accepted(), s.shutSince(), s.askedAt(), isGone(s));
  }

  private static ControlFailure absent(String host, ControlFailure cause) {
    return new ControlFailure(
        Reason.HOST_ABSENT,
        "host " + host + " answers neither by SSH nor on its API port",
        "bring it back, or take it out of spec.controlPlane.nodes.hosts; if it runs, check the network between it and this operator",
        cause);
  }

  private static ControlFailure deaf(String host, ControlFailure cause) {
    return new ControlFailure(
        Reason.HOST_DEAF,
        "host " + host + " takes connections on its API port, but gives no answer by SSH",
        "look at its load and at its sshd by its console; clients still reach the API server there",
        cause);
  }

  /** Hosts that brought no word by SSH when last asked, left out or not. */
  List<String> unreached() {
    return silent.keySet().stream().sorted().toList();
  }

  /** Those of them that are gone. */
  List<String> absent() {
    return unreached().stream().filter(h -> isAbsent(silent.get(h))).toList();
  }

  private boolean isAbsent(Silence s) {
    return s != null && isGone(s);
  }

  /** Those of them that are deaf. */
  List<String> deaf() {
    return unreached().stream().filter(h -> isDeaf(silent.get(h))).toList();
  }

  private boolean isDeaf(Silence s) {
    return s != null
        && s.accepted()
        && !isGone(s)
        && s.questions() >= QUESTIONS
        && now() - s.since() >= DEAF_AFTER.toNanos();
  }

  private boolean isGone(Silence s) {
    return s.gone() || (s.shutSince() != null && now() - s.shutSince() > least().toNanos());
  }
}
