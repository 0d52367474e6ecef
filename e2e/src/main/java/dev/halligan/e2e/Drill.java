package dev.halligan.e2e;

import dev.halligan.e2e.cast.DrillWorkloads;
import dev.halligan.e2e.lab.Eventually;
import dev.halligan.e2e.lab.Management;
import dev.halligan.e2e.measure.LaneMarks;
import dev.halligan.e2e.measure.Lanes;
import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Onset;
import dev.halligan.e2e.measure.Recording;
import dev.halligan.e2e.measure.Stopwatch;
import dev.halligan.e2e.plane.Target;
import dev.halligan.e2e.report.Figures;
import dev.halligan.e2e.scenario.Scenario;
import dev.halligan.e2e.watch.AdminSampler;
import dev.halligan.e2e.watch.FiringWatch;
import dev.halligan.e2e.watch.MemorySampler;
import dev.halligan.e2e.watch.OrdinarySampler;
import dev.halligan.e2e.watch.RecoveryWatch;
import dev.halligan.e2e.watch.ScaleWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;

/** One outage, watched from before the rollout until well after its end. */
final class Drill {
  /** What acts on the outage. */
  enum Actor {
    HALLIGAN,
    NONE,
    APF
  }

  /** Samples of the healthy cluster before the rollout. */
  private static final Duration BEFORE = Duration.ofSeconds(10);

  /** A recovery that takes longer has failed, seconds since the onset. */
  private static final double RECOVERY_TIMEOUT = 300;

  /** How long a recovered cluster is watched for a relapse, seconds. */
  static final double AFTERWARDS = 20;

  private final Target target;
  private final Management management;
  private final Scenario scenario;
  private final DrillWorkloads cast;
  private final Actor actor;
  private double ended;
  private final Recording recording = new Recording();
  private final Stopwatch watch = new Stopwatch(Instant.now().plus(BEFORE));
  private final ProgressLog progress = new ProgressLog(watch, recording, System.out);

  Drill(Target target, Management management, Scenario scenario, DrillWorkloads cast, Actor actor) {
    this.target = target;
    this.management = management;
    this.scenario = scenario;
    this.cast = cast;
    this.actor = actor;
  }

  Recording recording() {
    return recording;
  }

  Stopwatch watch() {
    return watch;
  }

  /** When watching ended, seconds since the rollout. */
  double ended() {
    return ended;
  }

  /**
   * Breaks the cluster and watches what comes of it; returns when it is recovered and has stayed
   * so, or is given up.
   */
  void run() {
    var marks = new OutageMarks(recording, progress, target.instance());
    try (var _ =
            new OrdinarySampler(
                target.ordinaryClient(), management.ordinaryLane(), watch, recording::ordinary);
        var _ = new AdminSampler(target.superAdmin(), watch, recording::admin);
        var _ = memory();
        var _ = target.watchFence(watch, marks);
        var _ =
            new FiringWatch(cast.offendersHosts(), DrillWorkloads.firingScript(), watch, marks);
        var _ = new RecoveryWatch(management, watch, recording, progress::say);
        var _ =
            new ScaleWatch(cast.refresher(), () -> recording.mark(Mark.SCALED_DOWN, watch.now()))) {
      watchOutage();
    } finally {
      LaneMarks.settle(recording, actor != Actor.HALLIGAN);
    }
  }

  private void watchOutage() {
    try {
      Eventually.pause(Duration.between(Instant.now(), watch.rollout()));
      progress.say("rollout of DaemonSet telemetry/agent in scenario " + scenario.name());
      cast.rollOut();
      double onset = awaitOnset();
      switch (actor) {
        case HALLIGAN -> awaitRecovery(onset);
        case NONE -> sleepUntil(onset + scenario.baseline().toSeconds());
        case APF -> applyApf(onset);
      }
    } finally {
      ended = watch.now();
    }
  }

  private MemorySampler memory() {
    var pod = management.operatorPods().getFirst();
    return new MemorySampler(
        management.cluster().nodes().getFirst(),
        pod.getMetadata().getUid(),
        watch,
        recording::memory);
  }

  private double awaitOnset() {
    for (double giveUp = 120; watch.now() < giveUp; Eventually.pause(Duration.ofMillis(250))) {
      OptionalDouble onset = Onset.find(recording.ordinary());
      if (onset.isPresent()) {
        recording.mark(Mark.ONSET, onset.getAsDouble());
        progress.say(
            onset.getAsDouble(),
            String.format(
                Locale.ROOT,
                "onset, %.1f s after the rollout: the ordinary lane's p99 stays above 1 s;"
                    + " times now count from here",
                onset.getAsDouble()));
        return onset.getAsDouble();
      }
    }
    throw new IllegalStateException(
        "the rollout did not drown the API server within 120 s; nothing was measured. Run it"
            + " again; if this stays so, lower apiServer.cpu in the scenario.yaml");
  }

  private void awaitRecovery(double onset) {
    while (watch.now() < onset + RECOVERY_TIMEOUT) {
      markLanes();
      if (recording.at(Mark.FINISHED).isPresent()) {
        progress.say(recording.at(Mark.FINISHED).get(), "finished; watching for a relapse");
        Eventually.pause(Duration.ofMillis((long) (AFTERWARDS * 1000)));
        return;
      }
      Eventually.pause(Duration.ofMillis(250));
    }
    progress.say("given up: not recovered " + RECOVERY_TIMEOUT + " s after the onset");
  }

  /**
   * Marks what only the samples can tell; {@code FINISHED} is the last of all that must have
   * happened.
   */
  private void markLanes() {
    if (!target.canBeFenced()) {
      recording.at(Mark.DECIDED).ifPresent(at -> recording.mark(Mark.UNFENCED, at));
    }
    markOnce(
        Mark.ADMIN_RESTORED,
        LaneMarks.adminRestored(recording, false),
        "an administrator's get namespaces answers under 1 s again");
    markOnce(
        Mark.READMITTED,
        LaneMarks.readmitted(recording),
        "the watched client on a worker is served again");
    OptionalDouble done = LaneMarks.allDone(recording);
    if (done.isPresent() && Lanes.healthySince(recording.ordinary(), watch.now() - 4)) {
      recording.mark(Mark.FINISHED, done.getAsDouble());
    }
  }

  private void markOnce(Mark mark, OptionalDouble at, String words) {
    if (at.isPresent() && recording.at(mark).isEmpty()) {
      recording.mark(mark, at.getAsDouble());
      progress.say(at.getAsDouble(), words);
    }
  }

  private void applyApf(double onset) {
    sleepUntil(onset + Figures.DETECTION_ALLOWED);
    progress.say("an administrator applies a FlowSchema that rejects the offender");
    cast.apply(scenario.manifest("apf.yaml"));
    recording.mark(Mark.REMEDY, watch.now());
    progress.say("the FlowSchema and its level are in place");
    sleepUntil(onset + scenario.baseline().toSeconds());
  }

  private void sleepUntil(double at) {
    double left = at - watch.now();
    if (left > 0) {
      Eventually.pause(Duration.ofMillis((long) (left * 1000)));
    }
  }
}
