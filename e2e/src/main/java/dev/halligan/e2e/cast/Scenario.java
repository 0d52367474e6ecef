package dev.halligan.e2e.cast;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What breaks the target: a folder of e2e/scenarios. {@code atMost} holds the upper limit of each
 * figure judged.
 */
public record Scenario(String name, Path cast, ApiServer apiServer, Map<String, Double> atMost) {

  /** Limits of the API server as Kubernetes quantities; no memory means no memory limit. */
  public record ApiServer(String cpu, String memory) {}

  /**
   * The form of scenario.yaml. {@code cast} names the scenario whose workloads play; absent: its
   * own.
   */
  private record Form(String cast, ApiServer apiServer, Map<String, Double> atMost) {}

  /** Reads {@code scenarios/NAME/scenario.yaml}. */
  public static Scenario read(Path scenarios, String name) {
    Path file = scenarios.resolve(name).resolve("scenario.yaml");
    try {
      Form form = Serialization.unmarshal(Files.readString(file), Form.class);
      Path cast = scenarios.resolve(Optional.ofNullable(form.cast()).orElse(name));
      return new Scenario(name, cast, form.apiServer(), Map.copyOf(form.atMost()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "there is no scenario '" + name + "'; nothing was done. Name a folder of " + scenarios,
          e);
    }
  }

  /** The text of one of the cast's manifests. */
  public String manifest(String file) {
    try {
      return Files.readString(cast.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
