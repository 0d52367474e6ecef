package dev.halligan.operator.request;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.control.GuardedClient;
import dev.halligan.operator.store.RecoveryRequests;
import dev.halligan.operator.store.RequestFactory;
import dev.halligan.recovery.step.UndoStore;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Keeps what a recovery removed in one Secret, which is deleted together with its request. */
final class SecretUndoStore implements UndoStore {
  private final GuardedClient lane;
  private final RecoveryRequest request;

  /** {@code lane}: to the management cluster. */
  SecretUndoStore(GuardedClient lane, RecoveryRequest request) {
    this.lane = lane;
    this.request = request;
  }

  @Override
  public void keep(String key, String content) {
    String encoded = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    lane.write(
        "store " + key + " in Secret " + name(),
        client -> {
          Secret present = secret(client).get();
          return present == null
              ? client.resource(empty().addToData(field(key), encoded).build()).create()
              : client
                  .resource(new SecretBuilder(present).addToData(field(key), encoded).build())
                  .update();
        });
  }

  @Override
  public Optional<String> fetch(String key) {
    return lane.read(
            "read " + key + " from Secret " + name(),
            client -> Optional.ofNullable(secret(client).get()))
        .map(Secret::getData)
        .map(data -> data.get(field(key)))
        .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
  }

  /** Keys of a Secret may hold letters, digits, dash, dot and underscore. */
  private static String field(String key) {
    StringBuilder field = new StringBuilder();
    key.chars()
        .forEach(
            c ->
                field.append(
                    Character.isLetterOrDigit(c) && c < 128 || c == '-' || c == '.'
                        ? Character.toString(c)
                        : "_%x_".formatted(c)));
    return field.toString();
  }

  private Resource<Secret> secret(KubernetesClient client) {
    return client.secrets().inNamespace(request.getMetadata().getNamespace()).withName(name());
  }

  private String name() {
    return request.getMetadata().getName() + "-kept";
  }

  private SecretBuilder empty() {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(request.getMetadata().getNamespace())
        .withName(name())
        .withLabels(Map.of(RequestFactory.CLUSTER_LABEL, RecoveryRequests.cluster(request)))
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(request.getApiVersion())
                .withKind(request.getKind())
                .withName(request.getMetadata().getName())
                .withUid(request.getMetadata().getUid())
                .build())
        .endMetadata();
  }
}
