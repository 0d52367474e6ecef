package dev.halligan.e2e.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The control group that the operator runs in: how much of a core it gets. Of cgroup v1, or v2
 * where the machine has that. e2e/fleet makes the folders and removes them.
 */
final class ControlGroup {
  private static final int PERIOD_MICROS = 100_000;

  private final List<Path> folders;

  private ControlGroup(List<Path> folders) {
    this.folders = folders;
  }

  /** The first of {@code folders} limits the CPU; none at all limits nothing. */
  static ControlGroup of(String folders) {
    return new ControlGroup(
        Stream.of(folders.split(":")).filter(f -> !f.isBlank()).map(Path::of).toList());
  }

  /** Whether anything is limited at all. */
  boolean isThere() {
    return !folders.isEmpty();
  }

  /** Throws when nothing is limited: a gate that was not played has not passed. */
  void require() {
    if (!isThere()) {
      throw new IllegalStateException(
          "there is no control group for the CPU to write to; run e2e/fleet as root where one is");
    }
  }

  /** Gives so many percent of one core from now on. */
  void cpu(int percent) {
    if (!isThere()) {
      return;
    }
    int quota = PERIOD_MICROS / 100 * percent;
    Path folder = folders.getFirst();
    Path v2 = folder.resolve("cpu.max");
    if (Files.exists(v2)) {
      write(v2, quota + " " + PERIOD_MICROS);
    } else {
      write(folder.resolve("cpu.cfs_quota_us"), String.valueOf(quota));
    }
  }

  /** The command, made to begin inside. */
  List<String> inside(List<String> command) {
    String enter =
        folders.stream()
            .map(folder -> "echo $$ >" + folder.resolve("cgroup.procs") + " && ")
            .reduce("", String::concat);
    return Stream.concat(Stream.of("sh", "-c", enter + "exec \"$@\"", "sh"), command.stream())
        .toList();
  }

  private static void write(Path file, String value) {
    try {
      Files.writeString(file, value);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " does not take " + value, e);
    }
  }
}
