package dev.halligan.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every sample is admitted by a real API server, without an unknown field, and read back whole. */
@ExtendWith(WithApiServer.class)
class SamplesIT {

  private static final Path SAMPLES = Path.of("crds", "samples");

  @TestFactory
  Stream<DynamicTest> samplesAreAdmittedAndReadBackWhole(ApiServer server) throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES)) {
      List<Path> samples = files.sorted().toList();
      assertThat(samples).isNotEmpty();
      return samples.stream()
          .map(file -> dynamicTest(file.getFileName().toString(), () -> admit(file, server)));
    }
  }

  private static void admit(Path file, ApiServer server) throws IOException {
    KubernetesClient client = server.client();
    String namespace = server.newNamespace();
    for (HasMetadata sample : client.load(Files.newInputStream(file)).items()) {
      // Given: elsewhere than beside the operator nothing would happen
      assertThat(sample.getMetadata().getNamespace()).isEqualTo("halligan");
      sample.getMetadata().setNamespace(namespace);
      // When
      HasMetadata admitted =
          client.resource(sample).fieldValidation(FieldValidateable.Validation.STRICT).create();
      // Then
      Object sent = ((GenericKubernetesResource) sample).get("spec");
      assertThat(client.getKubernetesSerialization().convertValue(specOf(admitted), Object.class))
          .isEqualTo(sent);
    }
  }

  /** The spec as the records read it. */
  private static Object specOf(HasMetadata resource) {
    var serialization = TolerantSerialization.create();
    Class<?> type =
        switch (resource.getKind()) {
          case "ProtectedCluster" -> ProtectedCluster.class;
          case "RecoveryPlaybook" -> RecoveryPlaybook.class;
          default -> RecoveryRequest.class;
        };
    return ((io.fabric8.kubernetes.client.CustomResource<?, ?>)
            serialization.convertValue(resource, type))
        .getSpec();
  }
}
