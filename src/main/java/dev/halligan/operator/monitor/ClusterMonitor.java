package dev.halligan.operator.monitor;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.connection.TargetConnection;
import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.ObserverDoubt.Sign;
import dev.halligan.diagnosis.ObserverHealth;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.diagnosis.rule.Diagnosis;
import dev.halligan.operator.observer.ObserverLog;
import dev.halligan.operator.observer.ProbeTicker;
import dev.halligan.operator.observer.Trust;
import dev.halligan.operator.runtime.SingleFlight;
import dev.halligan.policy.Decision;
import dev.halligan.probe.Handshake;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.Sample;
import dev.halligan.recovery.step.EvidenceStore;
import dev.halligan.recovery.step.LaneHistory;
import dev.halligan.status.ConditionValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one cluster on one thread: a round of probes at every interval and a verdict after each;
 * slow work runs alongside. It decides nothing itself; rules and guards do.
 */
public final class ClusterMonitor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterMonitor.class);
  private static final Duration LOOK_BACK = Duration.ofMinutes(10);
  private static final Duration RECENT_WINDOW = Duration.ofMinutes(1);
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);
  private static final int FULL_HANDSHAKE_EVERY = 5;

  private final TargetConnection target;
  private final ApiServerProber prober;
  private final InstancePoller hosts;
  private final EvidenceStore evidence;
  private final MonitorDependencies dependencies;
  private final String name;
  private final ProbeTicker rounds = new ProbeTicker(this::interval);
  private final MonitorSchedule schedule = new MonitorSchedule();
  private final SingleFlight asking;
  private final SingleFlight deciding;
  private final Thread thread;
  private final AtomicReference<ClusterAssessment> assessment;
  private volatile DetectionSettings settings;
  private volatile Optional<Decision> decision = Optional.empty();
  private volatile boolean closed;
  private boolean calm = true;
  private long roundsBegun;

  /**
   * @param assessment the last assessment of this cluster, or empty; kept up to date
   */
  public ClusterMonitor(
      TargetConnection target,
      ApiServerProber prober,
      InstancePoller hosts,
      EvidenceStore evidence,
      AtomicReference<ClusterAssessment> assessment,
      MonitorDependencies dependencies) {
    this.target = target;
    this.prober = prober;
    this.hosts = hosts;
    this.evidence = evidence;
    this.assessment = assessment;
    this.dependencies = dependencies;
    readSettings();
    this.name = target.key().name();
    this.asking = new SingleFlight("hosts/" + name);
    this.deciding = new SingleFlight("decision/" + name);
    this.thread = Thread.ofVirtual().name("monitor/" + name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Applies the current spec, and the interval for whether a recovery is running.
   *
   * @throws IllegalArgumentException if a value of the spec cannot be used
   */
  final void readSettings() {
    settings = DetectionSettings.of(target.spec().detection());
    rounds.changed();
  }

  public TargetConnection target() {
    return target;
  }

  public LaneHistory lanes() {
    return prober;
  }

  public EvidenceStore evidence() {
    return evidence;
  }

  /** Empty before the first round. */
  public Optional<ClusterAssessment> assessment() {
    return Optional.ofNullable(assessment.get());
  }

  private void run() {
    // monitors that start together must not probe together
    rounds.begin(
        Duration.ofNanos(ThreadLocalRandom.current().nextLong(settings.interval().toNanos())));
    try {
      while (!closed) {
        late(rounds.await());
        dependencies.heartbeats().beat("monitor/" + name, LONGEST_ROUND);
        round(interval());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      dependencies.heartbeats().ended("monitor/" + name);
      dependencies.fleet().forget(name);
    }
  }

  private void late(Duration by) {
    dependencies.metrics().late(by);
    if (by.compareTo(ObserverLog.LATE_TIMER) > 0) {
      dependencies.observer().late(Sign.LATE_TIMER, by);
    }
  }

  private Duration interval() {
    return ProbeInterval.interval(
        target.spec(), settings.interval(), calm, dependencies.trigger().isRecovering(name));
  }

  private void round(Duration interval) throws InterruptedException {
    try {
      prober.look(handshake(), interval.multipliedBy(3).dividedBy(4));
      judge(dependencies.clock().instant());
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("cluster", name)
          .setCause(e)
          .log("a round of probes failed; the next one runs as usual");
    }
  }

  /** Probes begin as a new client's would: of a calm cluster in every fifth round, else always. */
  private Handshake handshake() {
    boolean due = roundsBegun++ % FULL_HANDSHAKE_EVERY == 0;
    return due || !calm ? Handshake.FULL : Handshake.RESUMED;
  }

  private void judge(Instant now) {
    List<Sample> lately = prober.samples(now.minus(RECENT_WINDOW));
    Verdict before = assessment().map(ClusterAssessment::verdict).orElse(null);
    ObserverHealth observer = dependencies.observer().health();
    boolean well = Diagnosis.staysHealthy(lately, before, settings, now, observer);
    // if Halligan itself is slow, more questions and longer rules would slow it down further
    boolean fit = observer.inDoubtSince(now, settings.sustainedFor()).isEmpty();
    List<Sample> samples = well || !fit ? lately : prober.samples(now.minus(LOOK_BACK));
    boolean suspected = fit && Diagnosis.suspects(lately, settings);
    if (schedule.hostsDue(suspected, now)) {
      asking.start(hosts::look);
    }
    if (schedule.evidenceDue(suspected, now)) {
      evidence.take();
    }
    dependencies
        .fleet()
        .see(name, newest(lately), hosts.log().heardSince(now.minus(RECENT_WINDOW)));
    Verdict verdict =
        well
            ? before
            : Diagnosis.of(samples, hosts.log().evidence(), before, settings, now, observer);
    ConditionValue ready =
        AccessReadiness.judge(
            hosts.approach(), hosts.log().hosts(), admins(target.spec()), samples, now);
    calm = !suspected && !verdict.mayAct();
    boolean confirmed =
        verdict.mayAct()
            && Diagnosis.confirmedByHosts(samples, hosts.log().evidence(), settings, now);
    decide(verdict, ready, confirmed, now);
    ConditionValue trust =
        Trust.of(dependencies.trigger().observer(name, settings.sustainedFor(), confirmed));
    publish(new ClusterAssessment(verdict, ready, trust, lastAnswer(samples), decision), now);
  }

  private void decide(Verdict verdict, ConditionValue ready, boolean confirmed, Instant now) {
    if (!verdict.mayAct()) {
      decision = Optional.empty();
    } else if (schedule.decisionDue(true, now)) {
      deciding.start(
          () ->
              decision =
                  Optional.of(dependencies.trigger().decide(target, verdict, ready, confirmed)));
    }
  }

  private void publish(ClusterAssessment now, Instant at) {
    ClusterAssessment before = assessment.getAndSet(now);
    if (before == null || !before.verdict().word().equals(now.verdict().word())) {
      dependencies.metrics().verdict(name, now.verdict());
      log.atInfo()
          .addKeyValue("cluster", name)
          .addKeyValue("verdict", now.verdict().word())
          .addKeyValue("since", now.verdict().since())
          .addKeyValue("evidence", String.join(" ", now.verdict().evidence()))
          .log("verdict changed");
    }
    if (schedule.statusDue(now.tellsMoreThan(before), at)) {
      dependencies.changed().accept(target.key());
    }
  }

  private static List<String> admins(ProtectedClusterSpec spec) {
    return spec.admins() == null || spec.admins().cidrs() == null
        ? List.of()
        : spec.admins().cidrs();
  }

  private static Instant lastAnswer(List<Sample> samples) {
    return samples.stream()
        .filter(s -> s.result() instanceof ProbeResult.Answered)
        .map(Sample::at)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The samples of about the last two rounds; those of the newest may still be in flight. */
  private List<Sample> newest(List<Sample> lately) {
    Instant from =
        dependencies
            .clock()
            .instant()
            .minus(DetectionSettings.PROBE_DEADLINE)
            .minus(settings.interval());
    return lately.stream().filter(s -> !s.at().isBefore(from)).toList();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
