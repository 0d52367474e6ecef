package dev.halligan.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a real API server says to the resources in {@code src/test/resources/SchemaIT}. Each file
 * holds the resource and, after {@code ---}, what it is changed to. The last document of an {@code
 * invalid-*.yaml} is refused with the words behind {@code # expect:}; everything else is admitted.
 */
@ExtendWith(WithApiServer.class)
class SchemaIT {

  private static final Path CASES = Path.of("src", "test", "resources", "SchemaIT");
  private static final String EXPECT = "# expect: ";

  @TestFactory
  Stream<DynamicTest> admitsAndRefuses(ApiServer server) throws IOException {
    List<Path> cases = yamlFilesBelow(CASES);
    assertThat(cases).isNotEmpty();
    return cases.stream().map(file -> caseOf(file, server));
  }

  private static DynamicTest caseOf(Path file, ApiServer server) {
    String name = CASES.relativize(file).toString();
    return dynamicTest(
        name,
        () -> {
          // Given
          String text = Files.readString(file);
          KubernetesClient client = server.client();
          List<HasMetadata> versions = client.load(Files.newInputStream(file)).items();
          String namespace = server.newNamespace();
          // When, then
          if (file.getFileName().toString().startsWith("valid-")) {
            versions.forEach(version -> write(client, namespace, version));
          } else {
            versions.subList(0, versions.size() - 1).forEach(v -> write(client, namespace, v));
            assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> write(client, namespace, versions.getLast()))
                .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(422))
                .satisfies(
                    refused ->
                        assertThat(refused.getStatus().getMessage()).contains(expected(text)));
          }
        });
  }

  private static void write(KubernetesClient client, String namespace, HasMetadata resource) {
    client.resource(resource).inNamespace(namespace).createOr(existing -> existing.update());
  }

  private static String expected(String text) {
    return text.lines()
        .filter(line -> line.startsWith(EXPECT))
        .map(line -> line.substring(EXPECT.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("an invalid case needs a line '" + EXPECT + "...'"));
  }

  private static List<Path> yamlFilesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
