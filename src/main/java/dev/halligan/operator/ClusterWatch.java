package dev.halligan.operator;

import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.diagnosis.DetectionSettings;
import dev.halligan.diagnosis.Diagnosis;
import dev.halligan.diagnosis.ObserverDoubt.Sign;
import dev.halligan.diagnosis.ObserverHealth;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.policy.Decision;
import dev.halligan.probe.Handshake;
import dev.halligan.probe.ProbeResult;
import dev.halligan.probe.Sample;
import dev.halligan.recovery.EvidenceBook;
import dev.halligan.recovery.Lanes;
import dev.halligan.target.TargetConnection;
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
 * Watches one cluster on one thread: a round of probes at every interval, a verdict after each, and
 * everything slow beside it. It decides nothing itself; rules and guards do.
 */
final class ClusterWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterWatch.class);
  private static final Duration LOOK_BACK = Duration.ofMinutes(10);
  private static final Duration LATELY = Duration.ofMinutes(1);
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);
  private static final int FULL_HANDSHAKE_EVERY = 5;

  private final TargetConnection target;
  private final Eyes eyes;
  private final HostEyes hosts;
  private final EvidenceBook evidence;
  private final WatchWorld world;
  private final String name;
  private final Rounds rounds = new Rounds(this::interval);
  private final WatchSchedule schedule = new WatchSchedule();
  private final SingleFlight asking;
  private final SingleFlight deciding;
  private final Thread thread;
  private final AtomicReference<Outlook> outlook;
  private volatile DetectionSettings settings;
  private volatile Optional<Decision> decision = Optional.empty();
  private volatile boolean closed;
  private boolean calm = true;
  private long roundsBegun;

  /**
   * @param outlook the last one of this cluster, or empty; kept up to date
   */
  ClusterWatch(
      TargetConnection target,
      Eyes eyes,
      HostEyes hosts,
      EvidenceBook evidence,
      AtomicReference<Outlook> outlook,
      WatchWorld world) {
    this.target = target;
    this.eyes = eyes;
    this.hosts = hosts;
    this.evidence = evidence;
    this.outlook = outlook;
    this.world = world;
    readSettings();
    this.name = target.key().name();
    this.asking = new SingleFlight("hosts/" + name);
    this.deciding = new SingleFlight("decision/" + name);
    this.thread = Thread.ofVirtual().name("watch/" + name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Goes by what the spec says now, and by whether a recovery is under way.
   *
   * @throws IllegalArgumentException when a value of the spec cannot be used
   */
  final void readSettings() {
    settings = DetectionSettings.of(target.spec().detection());
    rounds.changed();
  }

  TargetConnection target() {
    return target;
  }

  Lanes lanes() {
    return eyes;
  }

  EvidenceBook evidence() {
    return evidence;
  }

  /** Empty before the first round. */
  Optional<Outlook> outlook() {
    return Optional.ofNullable(outlook.get());
  }

  private void run() {
    // watches that start together must not ask together
    rounds.begin(
        Duration.ofNanos(ThreadLocalRandom.current().nextLong(settings.interval().toNanos())));
    try {
      while (!closed) {
        late(rounds.await());
        world.pulse().beat("watch/" + name, LONGEST_ROUND);
        round(interval());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      world.pulse().ended("watch/" + name);
      world.fleet().forget(name);
    }
  }

  private void late(Duration by) {
    world.metrics().late(by);
    if (by.compareTo(ObserverLog.LATE_TIMER) > 0) {
      world.observer().late(Sign.LATE_TIMER, by);
    }
  }

  private Duration interval() {
    return Pace.interval(
        target.spec(), settings.interval(), calm, world.decider().isRecovering(name));
  }

  private void round(Duration interval) throws InterruptedException {
    try {
      eyes.look(handshake(), interval.multipliedBy(3).dividedBy(4));
      judge(world.clock().instant());
    } catch (RuntimeException e) {
      log.atError()
          .addKeyValue("cluster", name)
          .setCause(e)
          .log("a round failed, the next goes on");
    }
  }

  /** A cluster in trouble is asked as a new client would; a calm one in every fifth round. */
  private Handshake handshake() {
    boolean due = roundsBegun++ % FULL_HANDSHAKE_EVERY == 0;
    return due || !calm ? Handshake.FULL : Handshake.RESUMED;
  }

  private void judge(Instant now) {
    List<Sample> lately = eyes.samples(now.minus(LATELY));
    Verdict before = outlook().map(Outlook::verdict).orElse(null);
    ObserverHealth observer = world.observer().health();
    boolean well = Diagnosis.staysHealthy(lately, before, settings, now, observer);
    // what is slow because of us would make us ask and think more, and so slower still
    boolean fit = observer.inDoubtSince(now, settings.sustainedFor()).isEmpty();
    List<Sample> samples = well || !fit ? lately : eyes.samples(now.minus(LOOK_BACK));
    boolean suspected = fit && Diagnosis.suspects(lately, settings);
    if (schedule.hostsDue(suspected, now)) {
      asking.start(hosts::look);
    }
    if (schedule.evidenceDue(suspected, now)) {
      evidence.take();
    }
    world.fleet().see(name, newest(lately), hosts.log().heardSince(now.minus(LATELY)));
    Verdict verdict =
        well
            ? before
            : Diagnosis.of(samples, hosts.log().evidence(), before, settings, now, observer);
    Finding ready =
        BreakGlass.judge(
            hosts.approach(), hosts.log().hosts(), admins(target.spec()), samples, now);
    calm = !suspected && !verdict.mayAct();
    boolean confirmed =
        verdict.mayAct()
            && Diagnosis.confirmedByHosts(samples, hosts.log().evidence(), settings, now);
    decide(verdict, ready, confirmed, now);
    Finding trust = Trust.of(world.decider().observer(name, settings.sustainedFor(), confirmed));
    publish(new Outlook(verdict, ready, trust, lastAnswer(samples), decision), now);
  }

  private void decide(Verdict verdict, Finding ready, boolean confirmed, Instant now) {
    if (!verdict.mayAct()) {
      decision = Optional.empty();
    } else if (schedule.decisionDue(true, now)) {
      deciding.start(
          () -> decision = Optional.of(world.decider().decide(target, verdict, ready, confirmed)));
    }
  }

  private void publish(Outlook now, Instant at) {
    Outlook before = outlook.getAndSet(now);
    if (before == null || !before.verdict().word().equals(now.verdict().word())) {
      world.metrics().verdict(name, now.verdict());
      log.atInfo()
          .addKeyValue("cluster", name)
          .addKeyValue("verdict", now.verdict().word())
          .addKeyValue("since", now.verdict().since())
          .addKeyValue("evidence", String.join(" ", now.verdict().evidence()))
          .log("verdict");
    }
    if (schedule.statusDue(now.tellsMoreThan(before), at)) {
      world.changed().accept(target.key());
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

  /** The samples of the last two rounds or so; all of one moment may still be under way. */
  private List<Sample> newest(List<Sample> lately) {
    Instant from =
        world.clock().instant().minus(DetectionSettings.PROBE_DEADLINE).minus(settings.interval());
    return lately.stream().filter(s -> !s.at().isBefore(from)).toList();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
