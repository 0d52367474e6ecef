package dev.halligan.e2e;

import dev.halligan.e2e.cast.DrillWorkloads;
import dev.halligan.e2e.lab.Cluster;
import dev.halligan.e2e.lab.Eventually;
import dev.halligan.e2e.lab.Management;
import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.measure.Visit;
import dev.halligan.e2e.plane.HostedTarget;
import dev.halligan.e2e.plane.NodeTarget;
import dev.halligan.e2e.plane.Target;
import dev.halligan.e2e.report.DrillResult;
import dev.halligan.e2e.report.DrillResult.Check;
import dev.halligan.e2e.report.Figures;
import dev.halligan.e2e.report.Provenance;
import dev.halligan.e2e.report.ResultFiles;
import dev.halligan.e2e.report.Table;
import dev.halligan.e2e.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Drills one after the other on the same two clusters, one of which may be hosted in the other. */
final class DrillRunner {
  private final Path results;
  private final Target target;
  private final Management management;
  private final Scenario scenario;
  private final DrillWorkloads cast;
  private final Drill.Actor actor;
  private final Provenance provenance;

  DrillRunner(Path repository, Path cache, String scenarioName, Drill.Actor actor) {
    this.results = repository.resolve(ResultFiles.FOLDER);
    this.actor = actor;
    this.scenario = Scenario.read(repository.resolve("e2e/scenarios"), scenarioName);
    Cluster managing = Cluster.open(cache, "management");
    this.management = new Management(managing, managing.client());
    this.target = target(cache);
    this.cast = new DrillWorkloads(target, scenario);
    this.provenance = Provenance.of(management.client());
  }

  private Target target(Path cache) {
    if (scenario.hosted() != null) {
      return new HostedTarget(management.cluster(), management.client(), scenario.hosted());
    }
    Cluster cluster = Cluster.open(cache, "target");
    return new NodeTarget(cluster, cluster.client());
  }

  /**
   * Runs so many drills, whatever comes of each; whether every one ended recovered (a baseline: was
   * measured).
   */
  boolean run(int times) {
    List<DrillResult> done = new ArrayList<>();
    for (int i = 1; i <= times; i++) {
      System.out.printf("%n%s, %s, drill %d of %d%n", scenario.name(), word(), i, times);
      DrillResult result = once();
      Path json = ResultFiles.write(results, result);
      System.out.println("           every sample: " + json);
      System.out.println("           picture:      " + ResultFiles.draw(json, result));
      System.out.println(Table.of(result, scenario.atMost()));
      done.add(result);
    }
    if (times > 1) {
      System.out.println(Table.ofMany(done, scenario.atMost()));
    }
    return done.stream().allMatch(DrillResult::isGood);
  }

  private DrillResult once() {
    var inspection = new RecoveryChecks(target, management, cast, scenario);
    RecoveryChecks.Before before;
    try {
      new DrillSetup(target, management, scenario, cast).set(actor);
      before = inspection.before();
    } catch (RuntimeException e) {
      return brokenOff(newDrill(), e);
    }
    var drill = newDrill();
    try {
      run(drill);
      List<String> evicted =
          Eventually.get(
              "asking which pods were evicted",
              Duration.ofMinutes(2),
              () -> inspection.evictedSince(before));
      List<Check> checks =
          actor == Drill.Actor.HALLIGAN
              ? inspection.checks(evicted, drill.recording(), drill.ended())
              : List.of();
      return result(drill, checks, Optional.of(evicted));
    } catch (RuntimeException e) {
      return brokenOff(drill, e);
    }
  }

  private Drill newDrill() {
    return new Drill(target, management, scenario, cast, actor);
  }

  private void run(Drill drill) {
    try {
      drill.run();
    } finally {
      // Whatever was measured, nothing goes on firing.
      cast.silenceOffender();
    }
  }

  /** Left out, a drill that broke would flatter the others. */
  private DrillResult brokenOff(Drill drill, RuntimeException why) {
    System.out.println("           broken off:");
    why.printStackTrace(System.out);
    var check = new Check("the drill ran to its end", false, why.toString());
    return result(drill, List.of(check), Optional.empty());
  }

  private DrillResult result(Drill drill, List<Check> checks, Optional<List<String>> evicted) {
    var recording = drill.recording();
    double end = drill.ended();
    List<Visit> visits = visits(drill);
    var counted =
        new Figures.Counted(
            evicted.map(pods -> OptionalLong.of(pods.size())).orElse(OptionalLong.empty()),
            recording.refusedByFence());
    Map<String, Double> figures = Figures.of(recording, visits, end, counted);
    boolean recovered = actor == Drill.Actor.HALLIGAN && checks.stream().allMatch(Check::ok);
    return provenance.result(
        scenario.name(),
        word(),
        drill.watch(),
        recovered,
        figures,
        checks,
        recording,
        visits,
        end,
        evicted);
  }

  private String word() {
    return actor.name().toLowerCase(Locale.ROOT);
  }

  /** The customer writes on whichever worker it runs. */
  private List<Visit> visits(Drill drill) {
    return target.workers().stream()
        .map(
            (Node node) ->
                node.run("cat /var/lib/halligan-drill/visits.log 2>/dev/null || true").out())
        .flatMap(String::lines)
        .flatMap(line -> Visit.parse(line, drill.watch()).stream())
        .toList();
  }
}
