package dev.halligan.e2e.plane;

import dev.halligan.e2e.lab.Eventually;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Puts a pod of the management cluster beside each pod that the hosted cluster will have of some
 * workloads, and with it the ConfigMaps, Services and service-account tokens that it needs. kwok
 * runs nothing; these do, and only while the hosted cluster has their counterparts.
 */
final class RealPods {
  /** Not the control plane's, whose pods every fence admits. */
  static final String NAMESPACE = "tenant-a-clients";

  private static final long A_WEEK = 7 * 24 * 3600L;

  private final KubernetesClient management;
  private final KubernetesClient hosted;
  private final HostedPodMirror counterpart;

  RealPods(KubernetesClient management, KubernetesClient hosted, URI apiServer) {
    this.management = management;
    this.hosted = hosted;
    this.counterpart = new HostedPodMirror(NAMESPACE, apiServer);
  }

  /** Makes what is missing; the workloads themselves are not made in the hosted cluster. */
  void ensure(String manifests) {
    List<HasMetadata> items = items(manifests);
    items.stream().filter(item -> !isWorkload(item)).forEach(item -> apply(hosted, item));
    for (HasMetadata item : items) {
      switch (item) {
        case ServiceAccount account -> apply(management, token(account));
        case ConfigMap map -> apply(management, copy(map));
        case Service service -> apply(management, copy(service));
        case Deployment each ->
            apply(
                management,
                counterpart.of(
                    each.getMetadata().getName(),
                    each.getSpec().getReplicas(),
                    each.getSpec().getTemplate()));
        case DaemonSet each ->
            apply(
                management,
                counterpart.of(
                    each.getMetadata().getName(),
                    hosted.nodes().list().getItems().size(),
                    each.getSpec().getTemplate()));
        default -> {}
      }
    }
  }

  /** Ready real pods of a workload; 0 while some are missing. */
  int ready(String name) {
    return Replicas.ready(
        management.apps().statefulSets().inNamespace(NAMESPACE).withName(name).get());
  }

  private List<HasMetadata> items(String manifests) {
    return hosted
        .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
        .items();
  }

  private static boolean isWorkload(HasMetadata item) {
    return item instanceof Deployment || item instanceof DaemonSet;
  }

  private Secret token(ServiceAccount account) {
    TokenRequest asked =
        new TokenRequestBuilder().withNewSpec().withExpirationSeconds(A_WEEK).endSpec().build();
    TokenRequest given =
        Eventually.get(
            "a token of " + account.getMetadata().getName(),
            Duration.ofMinutes(1),
            () ->
                hosted
                    .serviceAccounts()
                    .inNamespace(account.getMetadata().getNamespace())
                    .withName(account.getMetadata().getName())
                    .tokenRequest(asked));
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(NAMESPACE)
        .withName(HostedPodMirror.tokenOf(account.getMetadata().getName()))
        .endMetadata()
        .addToStringData("token", given.getStatus().getToken())
        .build();
  }

  private static ConfigMap copy(ConfigMap map) {
    return new ConfigMapBuilder(map).editMetadata().withNamespace(NAMESPACE).endMetadata().build();
  }

  private static Service copy(Service service) {
    return new ServiceBuilder(service)
        .editMetadata()
        .withNamespace(NAMESPACE)
        .endMetadata()
        .build();
  }

  private static void apply(KubernetesClient client, HasMetadata item) {
    Eventually.get(
        "applying " + item.getKind() + " " + item.getMetadata().getName(),
        Duration.ofMinutes(2),
        () -> client.resource(item).fieldManager("drill").forceConflicts().serverSideApply());
  }
}
