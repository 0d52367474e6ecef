package dev.halligan.driver.node;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import dev.halligan.driver.node.ssh.HalliganNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Which hosts are left out. An absent host does not answer SSH and its API port is closed, so there
 * is nothing to fence. A port is also closed between two crashes, or by a fence; such a fence
 * expires with its ttl, because it cannot be renewed there. A deaf host's API port accepts
 * connections, but SSH does not answer, as on an overloaded host whose kernel still accepts.
 * Thread-safe.
 */
final class HostPresence {
  static final Duration BETWEEN_CRASHES = Duration.ofSeconds(10);

  /** The assumed ttl of a fence until a host or a caller reports one. */
  static final Duration USUAL_TTL = Duration.ofSeconds(120);

  /** How often a host that is left out is asked whether it is back. */
  static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  /** Two deadlines: a single question may get lost by chance. */
  static final Duration DEAF_AFTER = HalliganNode.ASK.multipliedBy(2);

  private static final int QUESTIONS = 2;

  /**
   * A host that does not answer SSH.
   *
   * @param since when the first unanswered question was asked
   * @param questions the number of unanswered questions
   * @param accepted whether its API port accepted a connection at one of them
   * @param shutSince since when that port is closed; null if it accepted at the last question
   * @param gone stays true when a fence goes up on the other hosts: this one has none
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

  /** {@code hosts}: their number; {@code monotonicNanos}: as System.nanoTime. */
  HostPresence(int hosts, LongSupplier monotonicNanos) {
    this.hosts = hosts;
    this.nanos = monotonicNanos;
    this.toldAt = monotonicNanos.getAsLong() - 1;
  }

  /** A fence with that ttl goes up or is renewed. */
  synchronized void fenced(Duration forSoLong) {
    ttl = forSoLong;
    fenced = true;
    toldAt = nanos.getAsLong();
  }

  /** Whether a host reported a fence; a question from before it went up does not count. */
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

  /** {@code apiPortOpen} is called only if SSH did not answer. */
  void missed(String host, ControlFailure failure, long askedAt, BooleanSupplier apiPortOpen) {
    switch (failure.reason()) {
      case HOST_UNREACHABLE, TIMED_OUT -> note(host, failure, askedAt, apiPortOpen.getAsBoolean());
      // not caused by the host
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

  /** Why the host is left out; empty if it is asked like the others. A single host always is. */
  Optional<ControlFailure> leftOut(String host) {
    return Optional.ofNullable(silent.computeIfPresent(host, (_, s) -> remembered(s)))
        .filter(s -> silent.size() < hosts && (isGone(s) || isDeaf(s)))
        .map(Silence::failure);
  }

  /** Whether a host that is left out is due to be asked; a caller that gets true must ask it. */
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

  /** The failure, or HOST_ABSENT or HOST_DEAF if the host is by now. */
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
        "host " + host + " answers neither SSH nor its API port",
        "bring it back, or remove it from spec.controlPlane.nodes.hosts; if it is running, check"
            + " the network between it and this operator",
        cause);
  }

  private static ControlFailure deaf(String host, ControlFailure cause) {
    return new ControlFailure(
        Reason.HOST_DEAF,
        "host " + host + " accepts connections on its API port, but does not answer SSH",
        "check its load and its sshd on its console; clients still reach the API server there",
        cause);
  }

  /** Hosts that did not answer SSH when last asked, left out or not. */
  List<String> unreached() {
    return silent.keySet().stream().sorted().toList();
  }

  /** The unreached hosts that are gone. */
  List<String> absent() {
    return unreached().stream().filter(h -> isAbsent(silent.get(h))).toList();
  }

  private boolean isAbsent(Silence s) {
    return s != null && isGone(s);
  }

  /** The unreached hosts that are deaf. */
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
