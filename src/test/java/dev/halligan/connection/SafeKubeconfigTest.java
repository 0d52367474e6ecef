package dev.halligan.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.connection.SafeKubeconfig.Accepted;
import dev.halligan.connection.SafeKubeconfig.Refused;
import dev.halligan.probe.LaneCredentials;
import dev.halligan.probe.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each folder holds a kubeconfig and what is expected of it; a new case needs no Java. */
class SafeKubeconfigTest {
  private static final Path CASES = Path.of("src/test/resources/SafeKubeconfigTest");
  private static final TestAuthority CA = new TestAuthority("ca");
  private static final TestAuthority.Issued CLIENT = CA.client("CN=a,O=system:masters");
  private static final String TOKEN = "header.payload.signature-_";

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isJudgedAsExpected(String name) throws IOException {
    String kubeconfig = filled(Files.readString(CASES.resolve(name).resolve("kubeconfig.yaml")));
    Map<?, ?> expected = yaml(Files.readString(CASES.resolve(name).resolve("expected.yaml")));

    switch (SafeKubeconfig.parse(kubeconfig)) {
      case Accepted(LaneCredentials credentials) -> {
        assertThat(expected.get("credentials"))
            .isEqualTo(credentials.hasCertificate() ? "certificate" : "token");
        assertThat(credentials.ca()).isEqualTo(CA.pem());
        if (credentials.hasCertificate()) {
          assertThat(credentials.clientCertificate()).isEqualTo(CLIENT.certificatePem());
          assertThat(credentials.clientKey()).isEqualTo(CLIENT.keyPem());
        } else {
          assertThat(credentials.token()).isEqualTo(TOKEN);
        }
      }
      case Refused(String reason, String message, String fix) ->
          assertThat(Map.of("reason", reason, "message", message, "fix", fix)).isEqualTo(expected);
    }
  }

  @Test
  void aKubeconfigIsNotLongerThanItNeedsToBe() {
    SafeKubeconfig result = SafeKubeconfig.parse("a: " + "b".repeat(256 * 1024));

    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class, it -> assertThat(it.message()).contains("longer than 256 KiB"));
  }

  @Test
  void credentialsAreNotShown() {
    assertThat(CA.credentials("t0ken").toString()).doesNotContain("t0ken");
    assertThat(new SshCredentials("root", 22, new byte[] {1}, "hosts").toString())
        .doesNotContain("hosts");
  }

  private static String filled(String text) {
    return text.replace("${ca}", base64(CA.pem()))
        .replace("${certificate}", base64(CLIENT.certificatePem()))
        .replace("${key}", base64(CLIENT.keyPem()))
        .replace("${token}", TOKEN);
  }

  private static Map<?, ?> yaml(String text) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
