package dev.halligan.e2e.watch;

import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.lab.Shell;
import dev.halligan.e2e.measure.Recording;
import dev.halligan.e2e.measure.Stopwatch;
import java.util.function.Consumer;

/**
 * The operator pod's working set (usage without inactive file cache, as the kubelet counts it),
 * from its cgroup.
 */
public final class MemorySampler implements AutoCloseable {
  /**
   * {@code %s} is the pod's UID; works on cgroup v1 and v2, whatever the cgroup driver calls the
   * folder.
   */
  private static final String LOOP =
      """
      uid=%s
      root=/sys/fs/cgroup; [ -d $root/memory ] && root=$root/memory
      pod=$(find $root -type d \\( -name "*pod$uid*" -o -name "*pod${uid//-/_}*" \\) | head -n 1)
      cd "$pod" || exit 1
      while read -rt 1 _ || [ $? -gt 128 ]; do
        used=$(cat memory.current 2>/dev/null || cat memory.usage_in_bytes)
        cached=$(awk '$1 == "total_inactive_file" {t = $2} $1 == "inactive_file" {i = $2} END {print t == "" ? i : t}' memory.stat)
        echo "$EPOCHREALTIME $((used - cached))"
      done
      """;

  private final Shell.Running running;

  public MemorySampler(
      Node management, String podUid, Stopwatch watch, Consumer<Recording.Memory> samples) {
    this.running =
        management.follow(
            LOOP.formatted(podUid),
            line -> {
              String[] words = line.strip().split(" ");
              double at = watch.atEpochSecond(Double.parseDouble(words[0]));
              samples.accept(new Recording.Memory(at, Long.parseLong(words[1])));
            });
  }

  @Override
  public void close() {
    running.close();
  }
}
