package dev.halligan.recovery.fake;

import dev.halligan.control.Jail;
import java.util.List;

/** Who is jailed in it. */
public record FakeJail(FakeCluster world) implements Jail {

  @Override
  public void confine(List<String> users) {
    world.reach();
    world.confined = users;
    world.act("confine " + String.join(",", users));
  }

  @Override
  public void release() {
    world.reach();
    world.confined = List.of();
    world.act("release");
  }

  @Override
  public boolean confines() {
    return !world.confined.isEmpty();
  }
}
