package dev.halligan.e2e.lab;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A cluster that the lab has made, from the files the lab wrote about it. */
public record Cluster(String name, Path folder, List<Node> nodes) {

  /** Reads {@code $cache/clusters/NAME}. */
  public static Cluster open(Path cache, String name) {
    Path folder = cache.resolve("clusters").resolve(name);
    try {
      var nodes =
          new ObjectMapper()
              .readValue(folder.resolve("nodes.json").toFile(), new TypeReference<List<Node>>() {});
      return new Cluster(name, folder, nodes);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "there is no cluster "
              + name
              + " in "
              + folder
              + "; nothing was done. Run e2e/drill, which makes it",
          e);
    }
  }

  public List<Node> controlPlane() {
    return nodes.stream().filter(Node::isControlPlane).toList();
  }

  public List<Node> workers() {
    return nodes.stream().filter(node -> !node.isControlPlane()).toList();
  }

  /** The administrator that API Priority and Fairness never queues: group system:masters. */
  public Config superAdmin() {
    try {
      Config config = Config.fromKubeconfig(Files.readString(folder.resolve("kubeconfig-super")));
      config.setRequestRetryBackoffLimit(0);
      config.setConnectionTimeout(5_000);
      config.setRequestTimeout(20_000);
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public KubernetesClient client() {
    return new KubernetesClientBuilder().withConfig(superAdmin()).build();
  }
}
