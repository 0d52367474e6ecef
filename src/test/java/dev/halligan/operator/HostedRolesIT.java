package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.AdminLane;
import dev.halligan.control.pods.HostedRights;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
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
      var lane = AdminLane.unguarded(client, () -> 7);
      var rights = new HostedRights(lane, hosted, operators);
      assertThat(rights.missing())
          .isNotEmpty()
          .allSatisfy(right -> assertThat(right).matches(".* (in " + hosted + "|anywhere)"));

      grant(server.client(), operators, hosted);

      // enrolment grants these, because they are for the whole cluster
      assertThat(rights.missing()).containsExactly("list nodes anywhere", "list pods anywhere");
      assertThat(new HostedRights(lane, "default", operators).missing()).isNotEmpty();
    }
  }

  private static void grant(KubernetesClient client, String operators, String hosted)
      throws IOException {
    try (var roles = Files.newInputStream(Path.of("operator/hosted/rbac.yaml"))) {
      for (var resource : client.load(roles).items()) {
        if (resource instanceof RoleBinding binding) {
          binding.getSubjects().forEach(s -> s.setNamespace(operators));
        }
        client.resource(resource).inNamespace(hosted).serverSideApply();
      }
    }
  }
}
