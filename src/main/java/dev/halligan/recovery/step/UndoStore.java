package dev.halligan.recovery.step;

import java.util.Optional;

/** Keeps what undo needs but status must not show, such as a removed workload's definition. */
public interface UndoStore {

  /** Stores {@code content} under {@code key}, replacing an earlier one. */
  void keep(String key, String content);

  /** What was stored under {@code key}. */
  Optional<String> fetch(String key);
}
