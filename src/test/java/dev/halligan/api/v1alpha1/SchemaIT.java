package dev.halligan.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.halligan.testing.ApiServer;
import dev.halligan.testing.CaseFolders;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a real API server says to the resources in {@code src/test/resources/SchemaIT}. Each file
 * holds the resource and, after {@code ---}, what it is changed to. The last document of an {@code
 * invalid-*.yaml} is refused with the words behind {@code # expect:}; everything else is admitted.
 */
@ExtendWith(WithApiServer.class)
class SchemaIT {

  private static final CaseFolders CASES = CaseFolders.of(SchemaIT.class);
  private static final String EXPECT = "# expect: ";

  @TestFactory
  Stream<DynamicNode> admitsAndRefuses(ApiServer server) {
    return CASES.fileTests((folder, file) -> check(folder.text(file), file, server));
  }

  private static void check(String text, String file, ApiServer server) {
    // Given
    KubernetesClient client = server.client();
    List<HasMetadata> versions =
        client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).items();
    String namespace = server.newNamespace();
    // When, then
    if (file.startsWith("valid-")) {
      versions.forEach(version -> write(client, namespace, version));
    } else {
      versions.subList(0, versions.size() - 1).forEach(v -> write(client, namespace, v));
      assertThatExceptionOfType(KubernetesClientException.class)
          .isThrownBy(() -> write(client, namespace, versions.getLast()))
          .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(422))
          .satisfies(
              refused -> assertThat(refused.getStatus().getMessage()).contains(expected(text)));
    }
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
}
