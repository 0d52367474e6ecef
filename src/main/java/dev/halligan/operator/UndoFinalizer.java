package dev.halligan.operator;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the record of a running recovery from vanishing while there is something to undo: to delete
 * it means to abort it. An ended recovery is not held, so that uninstalling never waits for us.
 */
final class UndoFinalizer {
  static final String NAME = "halligan.dev/undo";

  private static final PatchContext MERGE =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

  /** What the request needs now. */
  enum Wish {
    NOTHING,
    HOLD,
    ABORT,
    RELEASE
  }

  private final KubernetesClient client;

  UndoFinalizer(KubernetesClient client) {
    this.client = client;
  }

  static Wish wish(RecoveryRequest request) {
    boolean held = finalizers(request).contains(NAME);
    if (!RequestBook.isUnfinished(request) || RequestBook.isDryRun(request)) {
      return held ? Wish.RELEASE : Wish.NOTHING;
    }
    if (isDeleted(request)) {
      return held && !Boolean.TRUE.equals(request.getSpec().abort()) ? Wish.ABORT : Wish.NOTHING;
    }
    return held ? Wish.NOTHING : Wish.HOLD;
  }

  static boolean isDeleted(RecoveryRequest request) {
    return request.getMetadata().getDeletionTimestamp() != null;
  }

  /**
   * Grants the wish.
   *
   * @return the request as the server holds it now; empty when it is gone
   * @throws KubernetesClientException when it changed meanwhile, or the server did not answer
   */
  Optional<RecoveryRequest> settle(RecoveryRequest request) {
    return switch (wish(request)) {
      case NOTHING -> Optional.of(request);
      case HOLD -> patch(request, "metadata", finalizers(with(request)));
      case ABORT -> patch(request, "spec", Map.of("abort", true));
      case RELEASE -> release(request);
    };
  }

  /** Lets go of the request, whatever is left to undo. */
  Optional<RecoveryRequest> release(RecoveryRequest request) {
    List<String> others = finalizers(request).stream().filter(f -> !f.equals(NAME)).toList();
    return patch(request, "metadata", finalizers(others));
  }

  private static List<String> with(RecoveryRequest request) {
    return Stream.concat(finalizers(request).stream(), Stream.of(NAME)).toList();
  }

  private static List<String> finalizers(RecoveryRequest request) {
    return Objects.requireNonNullElse(request.getMetadata().getFinalizers(), List.of());
  }

  private static Map<String, Object> finalizers(List<String> finalizers) {
    return Map.of("finalizers", finalizers);
  }

  /**
   * Only over the version that was read, and without a word on fields this version may not know.
   */
  private Optional<RecoveryRequest> patch(
      RecoveryRequest request, String part, Map<String, Object> change) {
    Map<String, Object> body = new HashMap<>(Map.of("metadata", version(request)));
    body.merge(part, change, UndoFinalizer::joined);
    try {
      return Optional.ofNullable(client.resource(request).patch(MERGE, Serialization.asJson(body)));
    } catch (KubernetesClientException e) {
      if (e.getCode() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Map<String, Object> version(RecoveryRequest request) {
    return Map.of("resourceVersion", request.getMetadata().getResourceVersion());
  }

  private static Object joined(Object first, Object second) {
    Map<Object, Object> both = new HashMap<>((Map<?, ?>) first);
    both.putAll((Map<?, ?>) second);
    return both;
  }
}
