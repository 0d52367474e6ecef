package dev.halligan.e2e.scenario;

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
public record Scenario(
    String name, Path cast, Hosted hosted, ApiServer apiServer, Map<String, Double> atMost) {

  /** Limits of the API server as Kubernetes quantities; no memory means no memory limit. */
  public record ApiServer(String cpu, String memory) {}

  /**
   * A control plane of pods: whether the network enforces NetworkPolicies ({@code enforced}, {@code
   * ignored}) and as what it is enrolled ({@code hosted}, {@code managed}). e2e/drill reads it too.
   */
  public record Hosted(String policies, String enrolledAs) {
    /** Whether Halligan has a fence that keeps clients out. */
    public boolean isFenced() {
      return policies.equals("enforced") && enrolledAs.equals("hosted");
    }
  }

  /**
   * The form of scenario.yaml. {@code cast} names the scenario whose workloads play; absent: its
   * own. {@code hosted} is absent where the API server runs on machines of its own.
   */
  private record Form(
      String cast, Hosted hosted, ApiServer apiServer, Map<String, Double> atMost) {}

  /** Reads {@code scenarios/NAME/scenario.yaml}. */
  public static Scenario read(Path scenarios, String name) {
    Path file = scenarios.resolve(name).resolve("scenario.yaml");
    try {
      Form form = Serialization.unmarshal(Files.readString(file), Form.class);
      Path cast = scenarios.resolve(Optional.ofNullable(form.cast()).orElse(name));
      return new Scenario(name, cast, form.hosted(), form.apiServer(), Map.copyOf(form.atMost()));
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
