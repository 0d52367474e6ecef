package dev.halligan.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds a resource back from vanishing while a recovery runs. One that has ended holds nothing, so
 * that uninstalling never waits for us.
 */
record Finalizer(KubernetesClient client) {
  static final String NAME = "halligan.dev/undo";

  private static final PatchContext MERGE =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

  static boolean isOn(HasMetadata resource) {
    return present(resource).contains(NAME);
  }

  static boolean isDeleted(HasMetadata resource) {
    return resource.getMetadata().getDeletionTimestamp() != null;
  }

  /** Returns the resource as the server holds it now; empty when it is gone. */
  <T extends HasMetadata> Optional<T> add(T resource) {
    List<String> with = Stream.concat(present(resource).stream(), Stream.of(NAME)).toList();
    return patch(resource, Map.of("finalizers", with), Map.of());
  }

  /** Returns the resource as the server holds it now; empty when it is gone. */
  <T extends HasMetadata> Optional<T> remove(T resource) {
    List<String> others = present(resource).stream().filter(f -> !f.equals(NAME)).toList();
    return patch(resource, Map.of("finalizers", others), Map.of());
  }

  /**
   * Changes the resource over the version that was read, and without a word on fields that this
   * version may not know.
   *
   * @throws KubernetesClientException when it changed meanwhile, or the server did not answer
   */
  <T extends HasMetadata> Optional<T> patch(
      T resource, Map<String, Object> metadata, Map<String, Object> spec) {
    Map<String, Object> versioned = new HashMap<>(metadata);
    versioned.put("resourceVersion", resource.getMetadata().getResourceVersion());
    Map<String, Object> body =
        spec.isEmpty()
            ? Map.of("metadata", versioned)
            : Map.of("metadata", versioned, "spec", spec);
    try {
      return Optional.ofNullable(
          client.resource(resource).patch(MERGE, Serialization.asJson(body)));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static List<String> present(HasMetadata resource) {
    return Objects.requireNonNullElse(resource.getMetadata().getFinalizers(), List.of());
  }
}
