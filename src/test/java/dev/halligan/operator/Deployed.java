package dev.halligan.operator;

import dev.halligan.testing.ApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The operator's own rights as {@code operator/base} grants them, in the namespace of one test. */
public final class Deployed {
  private static final Path RBAC = Path.of("operator/base/rbac.yaml");

  private Deployed() {}

  public static Config config(ApiServer server, String namespace) {
    grant(server.client(), namespace);
    return new ConfigBuilder(Config.fromKubeconfig(server.kubeconfig()))
        .withImpersonateUsername("system:serviceaccount:" + namespace + ":halligan")
        .withImpersonateGroups("system:serviceaccounts", "system:authenticated")
        .build();
  }

  private static void grant(KubernetesClient client, String namespace) {
    try (InputStream rbac = Files.newInputStream(RBAC)) {
      for (HasMetadata resource : client.load(rbac).items()) {
        if (resource instanceof RoleBinding binding) {
          binding.getSubjects().forEach(s -> s.setNamespace(namespace));
        }
        if (resource instanceof ClusterRoleBinding binding) {
          binding.getSubjects().forEach(s -> s.setNamespace(namespace));
        }
        client.resource(resource).inNamespace(namespace).serverSideApply();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
