package dev.halligan.e2e.report;

import dev.halligan.e2e.lab.Node;
import dev.halligan.e2e.lab.Shell;
import dev.halligan.e2e.measure.Recording;
import dev.halligan.e2e.measure.Stopwatch;
import dev.halligan.e2e.measure.Visit;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where a result comes from: the commit, the machine and the versions that were running. */
public record Provenance(String commit, DrillResult.Machine machine, Map<String, String> versions) {

  /** The variable that names the commit that was built; asking later might name another. */
  private static final String BUILT = "HALLIGAN_COMMIT";

  /** Asks this machine and a cluster that is well. */
  public static Provenance of(KubernetesClient cluster) {
    var versions = new TreeMap<String, String>();
    versions.put("kubernetes", cluster.getKubernetesVersion().getGitVersion());
    versions.put("java", System.getProperty("java.runtime.version"));
    versions.put("engine", shell(Node.ENGINE + " --version").strip());
    return new Provenance(builtCommit(), thisMachine(), versions);
  }

  /** The commit that e2e/drill or e2e/fleet built; "unknown" if neither started this program. */
  public static String builtCommit() {
    return System.getenv().getOrDefault(BUILT, "unknown");
  }

  public static DrillResult.Machine thisMachine() {
    try {
      String memory = line("/proc/meminfo", "MemTotal:").replaceAll("[^0-9]", "");
      return new DrillResult.Machine(
          Runtime.getRuntime().availableProcessors(),
          Long.parseLong(memory) / 1024,
          line("/proc/cpuinfo", "model name").replaceAll(".*: ", ""),
          System.getProperty("os.name") + " " + System.getProperty("os.version"),
          line("/etc/os-release", "PRETTY_NAME=").replaceAll("PRETTY_NAME=|\"", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(String file, String start) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(l -> l.startsWith(start))
        .findFirst()
        .orElse("unknown");
  }

  private static String shell(String script) {
    return Shell.run(Duration.ofSeconds(20), "", List.of("bash", "-c", script)).out();
  }

  /** Puts a drill's parts together. */
  public DrillResult result(
      String scenario,
      String actor,
      Stopwatch watch,
      boolean recovered,
      Map<String, Double> figures,
      List<DrillResult.Check> checks,
      Recording recording,
      List<Visit> visits,
      double end,
      Optional<List<String>> evictions) {
    int answered = (int) visits.stream().filter(visit -> visit.at() >= 0 && visit.ok()).count();
    int failed = (int) visits.stream().filter(visit -> visit.at() >= 0 && !visit.ok()).count();
    return new DrillResult(
        scenario,
        actor,
        watch.rollout().toString(),
        commit,
        machine,
        versions,
        recovered,
        recording.marks(),
        figures,
        checks,
        recording.events(),
        recording.admin(),
        recording.ordinary(),
        recording.memory(),
        Map.of("answered", answered, "failed", failed),
        end,
        Visit.tally(visits),
        evictions.orElse(null),
        recording.refusedByFence());
  }
}
