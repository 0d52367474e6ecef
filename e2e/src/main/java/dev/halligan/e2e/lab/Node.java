package dev.halligan.e2e.lab;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A node of a kind cluster: a container that can be entered while no API server answers. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Node(String name, String role, String address) {
  /** The container engine's command. */
  public static final String ENGINE = System.getenv().getOrDefault("HALLIGAN_ENGINE", "podman");

  public boolean isControlPlane() {
    return "control-plane".equals(role);
  }

  /** Runs a bash script on the node. */
  public Shell.Output run(String script) {
    return Shell.run(
        Duration.ofSeconds(60), script, List.of(ENGINE, "exec", "-i", name, "bash", "-s"));
  }

  /**
   * Writes a file with an atomic rename; {@code folder} holds the half-written one and must be on
   * the same disk.
   */
  public void write(String path, String mode, String text, String folder) {
    String script =
        "set -eu; mkdir -p \"$2\"; cat > \"$2/.new\"; chmod \"$3\" \"$2/.new\"; mv \"$2/.new\" \"$1\"";
    Shell.run(
            Duration.ofSeconds(30),
            text,
            List.of(ENGINE, "exec", "-i", name, "bash", "-c", script, "write", path, folder, mode))
        .orThrow("writing " + path + " on " + name);
  }

  /**
   * Runs a bash script on the node until closed; the script must end when its standard input does.
   */
  public Shell.Running follow(String script, Consumer<String> line) {
    return Shell.follow(List.of(ENGINE, "exec", "-i", name, "bash", "-c", script), line);
  }
}
