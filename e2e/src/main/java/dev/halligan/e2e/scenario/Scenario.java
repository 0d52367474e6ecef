package dev.halligan.e2e.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What breaks the target: a folder of e2e/scenarios. {@code atMost} holds the upper limit of each
 * figure judged.
 */
public record Scenario(
    String name,
    Path cast,
    Hosted hosted,
    ApiServer apiServer,
    Network network,
    Offender offender,
    Duration baseline,
    Map<String, Double> atMost) {

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

  /** Which source address a pod's packets have at the API server. */
  public enum Network {
    /** The pod's own. */
    @JsonProperty("routed")
    ROUTED,

    /** Its node's, as with flannel, kindnet and Calico's default. */
    @JsonProperty("masquerade")
    MASQUERADE
  }

  /** Where the offender's pods run, and with which address. */
  public enum Offender {
    /** On the workers, in the pod network. */
    @JsonProperty("pods")
    PODS,

    /** On the workers, with their nodes' addresses. */
    @JsonProperty("host-network")
    HOST_NETWORK,

    /** With their nodes' addresses on every node, the control plane's included. */
    @JsonProperty("every-node")
    EVERY_NODE
  }

  /**
   * The form of scenario.yaml. {@code cast} names the scenario whose workloads play; absent: its
   * own. {@code hosted} is absent where the API server runs on machines of its own. {@code network}
   * and {@code offender} are absent where pods have addresses of their own. {@code baselineSeconds}
   * is how long a baseline is watched after its onset; absent: 180.
   */
  private record Form(
      String cast,
      Hosted hosted,
      ApiServer apiServer,
      Network network,
      Offender offender,
      Integer baselineSeconds,
      Map<String, Double> atMost) {}

  /** Reads {@code scenarios/NAME/scenario.yaml}. */
  public static Scenario read(Path scenarios, String name) {
    Path file = scenarios.resolve(name).resolve("scenario.yaml");
    try {
      Form form = Serialization.unmarshal(Files.readString(file), Form.class);
      Path cast = scenarios.resolve(Optional.ofNullable(form.cast()).orElse(name));
      return new Scenario(
          name,
          cast,
          form.hosted(),
          form.apiServer(),
          Optional.ofNullable(form.network()).orElse(Network.ROUTED),
          Optional.ofNullable(form.offender()).orElse(Offender.PODS),
          Duration.ofSeconds(Optional.ofNullable(form.baselineSeconds()).orElse(180)),
          Map.copyOf(form.atMost()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "there is no scenario '" + name + "'; nothing was done. Name a folder of " + scenarios,
          e);
    }
  }

  /** The text of a manifest: the scenario's own, else the cast's. */
  public String manifest(String file) {
    Path own = cast.resolveSibling(name).resolve(file);
    try {
      return Files.readString(Files.exists(own) ? own : cast.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
