package dev.halligan.diagnosis.signal;

import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.ProbeResult.Answered;
import dev.halligan.probe.ProbeResult.Broken;
import dev.halligan.probe.ProbeResult.NoRoute;
import dev.halligan.probe.ProbeResult.Phase;
import dev.halligan.probe.ProbeResult.Refused;
import dev.halligan.probe.ProbeResult.TimedOut;
import dev.halligan.probe.ProbeResult.Untrusted;
import java.time.Duration;

/** What a probe's result says about the API server, as detailed as verdicts need it. */
public enum SampleKind {
  /** Answered in time, and not with an error of its own. */
  GOOD("good"),
  /** Connected immediately, but the handshake or the answer took too long. */
  SLOW("slow"),
  /** Connected slowly, then answered quickly: the network, or a full accept queue. */
  SLOW_TO_CONNECT("slow to connect"),
  /** 429: the API server's queues are full. */
  THROTTLED("429"),
  /** 5xx immediately: a dependency of the API server fails. */
  SERVER_ERROR("5xx"),
  /** Connected, then silence until the deadline. */
  STALLED("without an answer in time"),
  /** No connection until the deadline: a cut, or a full accept queue. */
  NO_CONNECTION("without a connection in time"),
  /** Refused or broken: nothing listens, or the server died during the probe. */
  GONE("refused or broken"),
  /** No route. */
  CUT("without a route"),
  /** 401, or a certificate that is not accepted: says nothing about load. */
  NOT_TRUSTED("not trusted");

  private final String words;

  SampleKind(String words) {
    this.words = words;
  }

  public static SampleKind of(ProbeResult result, Duration slowerThan) {
    return switch (result) {
      case Answered answered -> ofAnswer(answered, slowerThan);
      case TimedOut timedOut -> timedOut.phase() == Phase.TCP ? NO_CONNECTION : STALLED;
      case Refused _, Broken _ -> GONE;
      case NoRoute _ -> CUT;
      case Untrusted _ -> NOT_TRUSTED;
    };
  }

  private static SampleKind ofAnswer(Answered answered, Duration slowerThan) {
    Duration afterConnect = answered.timings().tls().plus(answered.timings().http());
    if (answered.status() == 401) {
      return NOT_TRUSTED;
    }
    if (answered.status() == 429) {
      return THROTTLED;
    }
    if (afterConnect.compareTo(slowerThan) > 0) {
      return SLOW;
    }
    if (answered.status() >= 500) {
      return SERVER_ERROR;
    }
    return answered.timings().total().compareTo(slowerThan) > 0 ? SLOW_TO_CONNECT : GOOD;
  }

  public boolean bad() {
    return this != GOOD && this != NOT_TRUSTED;
  }

  /** Typical of an overloaded server. */
  public boolean overloaded() {
    return this == SLOW || this == STALLED || this == THROTTLED;
  }

  /** No response at all. */
  boolean silent() {
    return this == GONE || unconnected();
  }

  /** No connection: the network, or a full accept queue. */
  public boolean unconnected() {
    return this == CUT || this == NO_CONNECTION;
  }

  /** The kind as words in a sentence such as "7 of 8 were slow". */
  String describe() {
    return words;
  }
}
