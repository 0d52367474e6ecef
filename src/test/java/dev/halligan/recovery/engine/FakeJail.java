package dev.halligan.recovery.engine;

import dev.halligan.control.Jail;
import java.util.List;

/** Who is jailed in it. */
record FakeJail(FakeCluster world) implements Jail {

  @Override
  public void confine(List<String> users) {
    world.confined = users;
    world.act("confine " + String.join(",", users));
  }

  @Override
  public void release() {
    world.confined = List.of();
    world.act("release");
  }

  @Override
  public boolean confines() {
    return !world.confined.isEmpty();
  }
}
