package dev.halligan.operator.observer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long the kernel has throttled this process's control group because its CPU quota was used up:
 * {@code throttled_usec} of cgroup v2, {@code throttled_time} of v1 (kernel documentation,
 * cgroup-v2.rst and sched-bwc.rst).
 */
public record CpuThrottling(List<Path> candidates) {

  /** For this process; in a container the root of the hierarchy is its own group. */
  public static CpuThrottling ofThisProcess() {
    Path root = Path.of("/sys/fs/cgroup");
    Stream<Path> own = ownGroups().map(group -> root.resolve(group).resolve("cpu.stat"));
    return new CpuThrottling(
        Stream.concat(own, Stream.of(root.resolve("cpu.stat"), root.resolve("cpu/cpu.stat")))
            .toList());
  }

  /** Since the group was created; zero if it cannot be read. */
  Duration total() {
    return candidates.stream()
        .filter(Files::isReadable)
        .findFirst()
        .map(CpuThrottling::read)
        .orElse(Duration.ZERO);
  }

  /** Lines like {@code 1:cpu,cpuacct:/path} and {@code 0::/path}, as folders below the root. */
  private static Stream<String> ownGroups() {
    return lines(Path.of("/proc/self/cgroup")).stream()
        .map(line -> line.split(":", 3))
        .filter(part -> part.length == 3 && part[2].length() > 1)
        .flatMap(
            part -> {
              String path = part[2].substring(1);
              if (part[1].isEmpty()) {
                return Stream.of(path);
              }
              return Stream.of(part[1].split(","))
                  .filter("cpu"::equals)
                  .flatMap(_ -> Stream.of(part[1] + "/" + path, "cpu/" + path));
            });
  }

  private static Duration read(Path stat) {
    for (String line : lines(stat)) {
      String[] word = line.split(" ");
      if ("throttled_usec".equals(word[0])) {
        return Duration.ofNanos(1000 * Long.parseLong(word[1]));
      }
      if ("throttled_time".equals(word[0])) {
        return Duration.ofNanos(Long.parseLong(word[1]));
      }
    }
    return Duration.ZERO;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException _) {
      return List.of();
    }
  }
}
