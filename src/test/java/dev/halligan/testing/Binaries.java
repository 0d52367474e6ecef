package dev.halligan.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The kube-apiserver and etcd of the lab, laid out as the fabric8 test library expects them. They
 * are built from source when the cache does not hold them, which takes minutes, once.
 */
final class Binaries {

  /** Any fixed word: what is in the folder is decided by {@code e2e/lab/versions.env}. */
  static final String VERSION = "0.0.0";

  private static final List<String> NAMES = List.of("kube-apiserver", "etcd", "kubectl");
  private static final Path TEST_DIR = Path.of("target", "kube-api-test").toAbsolutePath();

  private Binaries() {}

  /** Returns the folder to give to the test library. */
  static Path layOut() {
    try {
      Path built = build();
      Path folder = Files.createDirectories(TEST_DIR.resolve("k8s/" + VERSION + "-linux-amd64"));
      for (String name : NAMES) {
        Files.deleteIfExists(folder.resolve(name));
        Files.createSymbolicLink(folder.resolve(name), built.resolve(name));
      }
      return TEST_DIR;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path build() throws IOException {
    Process process =
        new ProcessBuilder("e2e/lab/binaries", "kube-apiserver", "etcd", "kubectl")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = process.inputReader().lines().toList();
    int status = process.onExit().join().exitValue();
    if (status != 0 || lines.isEmpty()) {
      throw new IllegalStateException(
          "kube-apiserver and etcd could not be built (exit "
              + status
              + "), so no *IT can run: run e2e/lab/binaries kube-apiserver etcd kubectl and"
              + " follow what it says, or skip these tests with -DskipITs");
    }
    return Path.of(lines.getLast());
  }
}
