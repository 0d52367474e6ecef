package dev.halligan.e2e.fleet;

import dev.halligan.e2e.fleet.played.Ailment;
import dev.halligan.e2e.fleet.played.PlayedCluster;
import dev.halligan.e2e.lab.Eventually;
import java.time.Duration;
import java.util.List;

/**
 * All clusters are cut off: half of them wholly, half at the API port only. Nothing may be done.
 */
record CutGate(int clusters) implements Gate {
  private static final Duration LASTS = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "cut-off";
  }

  @Override
  public String what() {
    return "all %d clusters are cut off for 30 s, half of them with their hosts"
        .formatted(clusters);
  }

  @Override
  public String expected() {
    return "no request, no fence";
  }

  @Override
  public Seen play(Stage stage) {
    stage.haveWell(clusters);
    Acts before = stage.acts();
    List<PlayedCluster> all = stage.clusters();
    for (int i = 0; i < all.size(); i++) {
      all.get(i).suffer(i % 2 == 0 ? Ailment.BLACK_HOLE : Ailment.CUT);
    }
    Eventually.pause(LASTS);
    Acts done = stage.acts().since(before);
    String verdicts = stage.standing().describe();
    stage.suffer(Ailment.HEALTHY);
    return new Seen(done.isNothing(), "%s; %s".formatted(done, verdicts));
  }
}
