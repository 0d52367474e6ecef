package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.GuardedClient;
import dev.halligan.driver.hosted.pods.HostedPermissions;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The roles that are delivered are enough, and not more than said. */
@ExtendWith(WithApiServer.class)
class HostedRolesIT {
  @Test
  void theDeliveredRolesAreEnoughForAHostedControlPlane(ApiServer server) throws IOException {
    var operators = server.newNamespace();
    var hosted = server.newNamespace();
    try (var client = ManagementClient.create(Deployed.config(server, operators))) {
      var lane = GuardedClient.unguarded(client, () -> 7);
      var rights = new HostedPermissions(lane, hosted, operators);
      assertThat(rights.missing())
          .isNotEmpty()
          .allSatisfy(right -> assertThat(right).matches(".* (in " + hosted + "|cluster-wide)"));

      grant(server.client(), operators, hosted);

      assertThat(rights.missing()).isEmpty();
      assertThat(new HostedPermissions(lane, "default", operators).missing()).isNotEmpty();
    }
  }

  private static void grant(KubernetesClient client, String operators, String hosted)
      throws IOException {
    try (var roles = Files.newInputStream(Path.of("operator/hosted/rbac.yaml"))) {
      for (var resource : client.load(roles).items()) {
        if (resource instanceof RoleBinding binding) {
          binding.getSubjects().forEach(s -> s.setNamespace(operators));
        }
        if (resource instanceof ClusterRoleBinding binding) {
          binding.getSubjects().forEach(s -> s.setNamespace(operators));
        }
        client.resource(resource).inNamespace(hosted).serverSideApply();
      }
    }
  }
}
