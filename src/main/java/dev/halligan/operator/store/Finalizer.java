package dev.halligan.operator.store;

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
 * Keeps a resource from being removed while a recovery runs. A finished recovery holds nothing, so
 * uninstalling never waits for Halligan.
 */
public record Finalizer(KubernetesClient client) {
  /** Finalizer of a running request and of its cluster: both stay until the recovery has ended. */
  public static final String NAME = "halligan.dev/undo";

  private static final PatchContext MERGE =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

  public static boolean isOn(HasMetadata resource) {
    return present(resource).contains(NAME);
  }

  public static boolean isDeleted(HasMetadata resource) {
    return resource.getMetadata().getDeletionTimestamp() != null;
  }

  /** Returns the resource as the server holds it now; empty if it is gone. */
  public <T extends HasMetadata> Optional<T> add(T resource) {
    List<String> with = Stream.concat(present(resource).stream(), Stream.of(NAME)).toList();
    return patch(resource, Map.of("finalizers", with), Map.of());
  }

  /** Returns the resource as the server holds it now; empty if it is gone. */
  public <T extends HasMetadata> Optional<T> remove(T resource) {
    List<String> others = present(resource).stream().filter(f -> !f.equals(NAME)).toList();
    return patch(resource, Map.of("finalizers", others), Map.of());
  }

  /**
   * Patches the resource at the version that was read, leaving out fields that this version of
   * Halligan may not know.
   *
   * @throws KubernetesClientException if it has changed since, or the server did not answer
   */
  public <T extends HasMetadata> Optional<T> patch(
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
