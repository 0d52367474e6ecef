package dev.halligan.operator.monitor;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import dev.halligan.connection.TargetConnection;
import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.ObserverDoubt.Sign;
import dev.halligan.diagnosis.signal.LaneHealth;
import dev.halligan.observe.Metrics;
import dev.halligan.operator.observer.ObserverLog;
import dev.halligan.probe.ApiProbe;
import dev.halligan.probe.Handshake;
import dev.halligan.probe.Lane;
import dev.halligan.probe.LaneCredentials;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.Sample;
import dev.halligan.probe.SampleWindow;
import dev.halligan.recovery.step.LaneHistory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Probes every instance of one cluster on both lanes at the same time, with the same few requests
 * whether it is healthy or overloaded. Late answers still count; a round does not wait for them.
 */
final class ApiServerProber implements LaneHistory {
  private final TargetConnection target;
  private final ApiProbe probe;
  private final Metrics metrics;
  private final ObserverLog observer;
  private final Clock clock;
  private final SampleWindow window;

  ApiServerProber(
      TargetConnection target,
      ApiProbe probe,
      SampleWindow window,
      Metrics metrics,
      ObserverLog observer,
      Clock clock) {
    this.target = target;
    this.probe = probe;
    this.metrics = metrics;
    this.observer = observer;
    this.clock = clock;
    this.window = window;
  }

  /** Starts one round; returns once all have answered or {@code patience} has passed. */
  void look(Handshake handshake, Duration patience) throws InterruptedException {
    List<Endpoint> endpoints = target.spec().access().endpoints();
    CountDownLatch open = new CountDownLatch(endpoints.size() * Lane.values().length);
    for (Endpoint endpoint : endpoints) {
      for (Lane lane : Lane.values()) {
        Thread.ofVirtual().name("probe").start(() -> ask(endpoint, lane, handshake, open));
      }
    }
    open.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The samples that began at or after {@code from}. */
  List<Sample> samples(Instant from) {
    return window.since(from);
  }

  @Override
  public LaneHealth since(Instant from) {
    return LaneHealth.of(window.since(from));
  }

  private void ask(Endpoint endpoint, Lane lane, Handshake handshake, CountDownLatch open) {
    try {
      Instant at = clock.instant();
      LaneCredentials credentials = lane == Lane.ADMIN ? target.adminLane() : target.ordinaryLane();
      ProbeResult result =
          probe.ask(endpoint, lane, credentials, handshake, DetectionSettings.PROBE_DEADLINE);
      if (isOurs(result)) {
        observer.late(Sign.LATE_SAMPLE, result.timings().total());
        return;
      }
      window.add(new Sample(at, endpoint.name(), lane, result));
      if (lane == Lane.ADMIN
          && result instanceof ProbeResult.Answered(int status, _)
          && status < 400) {
        target.preferEndpoint(endpoint.name());
      }
      metrics.probed(
          target.key().name(),
          lane.name().toLowerCase(Locale.ROOT),
          outcome(result),
          result.timings().total());
    } finally {
      open.countDown();
    }
  }

  /** A probe is closed at its deadline, so one that lasted longer was delayed by this process. */
  private static boolean isOurs(ProbeResult result) {
    Duration allowed = DetectionSettings.PROBE_DEADLINE.plus(ObserverLog.LATE_SAMPLE);
    return result.timings().total().compareTo(allowed) > 0;
  }

  private static String outcome(ProbeResult result) {
    return switch (result) {
      case ProbeResult.Answered(int status, _) -> status / 100 + "xx";
      case ProbeResult.TimedOut(var phase, _) ->
          "timed_out_" + phase.name().toLowerCase(Locale.ROOT);
      case ProbeResult.Refused _ -> "refused";
      case ProbeResult.NoRoute _ -> "no_route";
      case ProbeResult.Broken _ -> "broken";
      case ProbeResult.Untrusted _ -> "untrusted";
    };
  }
}
