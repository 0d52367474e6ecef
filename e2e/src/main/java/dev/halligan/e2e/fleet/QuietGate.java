package dev.halligan.e2e.fleet;

import dev.halligan.e2e.fleet.played.Ailment;
import dev.halligan.e2e.lab.Eventually;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * No cluster is ill, whatever the observer goes through: nothing may be done.
 *
 * @param before how it stands when the disturbance begins
 */
record QuietGate(String name, String what, Consumer<Stage> before, Consumer<Stage> disturbance)
    implements Gate {
  /** What a false verdict needs to lead to an act. */
  private static final Duration AFTERMATH = Duration.ofSeconds(12);

  private static final Duration ALL_WELL = Duration.ofSeconds(90);

  /** So many clusters wait for an operator that starts. */
  static Gate start(int clusters) {
    return new QuietGate(
        "start",
        "an operator on one core begins to watch %d clusters".formatted(clusters),
        stage -> stage.have(clusters),
        Stage::startOperator);
  }

  /** More clusters come at once. */
  static Gate added(int clusters, int more) {
    return new QuietGate(
        "added",
        "%d clusters are added to %d".formatted(more, clusters),
        stage -> stage.haveWell(clusters),
        stage -> stage.have(clusters + more));
  }

  /** The operator gets nearly no processor time for a while. */
  static Gate starved(int clusters) {
    return new QuietGate(
        "starved",
        "the operator gets 5 %% of a core for 25 s; it watches %d clusters".formatted(clusters),
        stage -> stage.haveWell(clusters),
        stage -> {
          stage.group().require();
          stage.group().cpu(5);
          Eventually.pause(Duration.ofSeconds(25));
          stage.group().cpu(Stage.ONE_CORE);
        });
  }

  /** The way to all clusters is slow for a while, and their hosts are idle. */
  static Gate slowPath(int clusters) {
    return new QuietGate(
        "slow-path",
        "the way to %d clusters is 1.2 to 1.9 s slower for 30 s, their hosts are idle"
            .formatted(clusters),
        stage -> stage.haveWell(clusters),
        stage -> {
          stage.suffer(Ailment.SLOW_PATH);
          Eventually.pause(Duration.ofSeconds(30));
          stage.suffer(Ailment.HEALTHY);
        });
  }

  @Override
  public String expected() {
    return "no request, no fence, all well in the end";
  }

  @Override
  public Seen play(Stage stage) {
    before.accept(stage);
    Acts before = stage.acts();
    disturbance.accept(stage);
    Eventually.pause(AFTERMATH);
    boolean well = stage.awaitWell(ALL_WELL);
    Acts done = stage.acts().since(before);
    Standing standing = stage.standing();
    String counted = "%s, %d of %d well".formatted(done, standing.well(), stage.clusters().size());
    return new Seen(
        well && done.isNothing(), well ? counted : counted + " (" + standing.describe() + ")");
  }
}
