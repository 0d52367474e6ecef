package dev.halligan.recovery;

import java.util.Optional;

/** Keeps what undo needs and status must not show, such as the definition of a removed workload. */
public interface Safekeeping {

  /** Stores {@code content} under {@code key}, replacing an earlier one. */
  void keep(String key, String content);

  /** What was stored under {@code key}. */
  Optional<String> fetch(String key);
}
