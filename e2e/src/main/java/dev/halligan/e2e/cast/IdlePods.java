package dev.halligan.e2e.cast;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Idle pods that make a list of all pods expensive. A scheduling gate keeps them from ever costing
 * a node anything.
 */
public final class IdlePods {
  private static final String NAMESPACE = "ballast";
  private static final int PODS = 1_500;
  private static final int AT_ONCE = 12;
  private static final String THREE_KILOBYTES = "idle ".repeat(600);

  private final KubernetesClient admin;

  public IdlePods(KubernetesClient admin) {
    this.admin = admin;
  }

  /** Creates those pods that are not there yet. */
  public void ensure() {
    admin.resource(namespace()).serverSideApply();
    Set<String> there =
        admin.pods().inNamespace(NAMESPACE).list().getItems().stream()
            .map(pod -> pod.getMetadata().getName())
            .collect(Collectors.toSet());
    List<String> missing =
        IntStream.range(0, PODS)
            .mapToObj("idle-%04d"::formatted)
            .filter(name -> !there.contains(name))
            .toList();
    try (ExecutorService pool =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<? extends Future<?>> creations =
          missing.stream()
              .map(name -> pool.submit(() -> admin.resource(pod(name)).create()))
              .toList();
      for (Future<?> creation : creations) {
        creation.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "the idle pods could not all be created; run the drill again", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static io.fabric8.kubernetes.api.model.Namespace namespace() {
    return new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(name)
        .addToAnnotations("halligan.dev/weight", THREE_KILOBYTES)
        .endMetadata()
        .withNewSpec()
        .addNewSchedulingGate("halligan.dev/never")
        .withAutomountServiceAccountToken(false)
        .addNewContainer()
        .withName("idle")
        .withImage("lab.local/tools:1")
        .endContainer()
        .endSpec()
        .build();
  }
}
