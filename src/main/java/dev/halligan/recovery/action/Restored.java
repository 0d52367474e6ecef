package dev.halligan.recovery.action;

import java.util.LinkedHashMap;
import java.util.Map;

/** What RestoreWorkloads has restored so far: by step, in words. */
record Restored(Map<String, String> steps) {
  Restored {
    steps = steps == null ? Map.of() : new LinkedHashMap<>(steps);
  }

  Restored with(String step, String message) {
    Map<String, String> more = new LinkedHashMap<>(steps);
    more.put(step, message);
    return new Restored(more);
  }
}
