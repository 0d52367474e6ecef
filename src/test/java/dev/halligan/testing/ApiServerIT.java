package dev.halligan.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.RecoveryRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithApiServer.class)
class ApiServerIT {
  @Test
  void servesTheResources(ApiServer server) {
    assertThat(
            server
                .client()
                .resources(RecoveryRequest.class)
                .inNamespace(server.newNamespace())
                .list()
                .getItems())
        .isEmpty();
  }
}
