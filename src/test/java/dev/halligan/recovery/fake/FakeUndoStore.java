package dev.halligan.recovery.fake;

import dev.halligan.recovery.step.UndoStore;
import java.util.Optional;

/** What is kept for undoing; may be broken. */
record FakeUndoStore(FakeCluster world) implements UndoStore {

  private void undoStoreWorks() {
    if (world.operator.undoStoreBroken) {
      throw new IllegalStateException("what no hand maps to a failure");
    }
  }

  @Override
  public void keep(String key, String content) {
    undoStoreWorks();
    world.kept.put(key, content);
  }

  @Override
  public Optional<String> fetch(String key) {
    undoStoreWorks();
    return Optional.ofNullable(world.kept.get(key));
  }
}
