package dev.halligan.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.connection.SafeKubeconfig.Accepted;
import dev.halligan.connection.SafeKubeconfig.Refused;
import dev.halligan.probe.LaneCredentials;
import dev.halligan.probe.TestAuthority;
import dev.halligan.testing.CaseFolders;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each folder holds a kubeconfig and what is expected of it; a new case needs no Java. */
class SafeKubeconfigTest {
  private static final CaseFolders CASES = CaseFolders.of(SafeKubeconfigTest.class);
  private static final TestAuthority CA = new TestAuthority("ca");
  private static final TestAuthority.Issued CLIENT = CA.client("CN=a,O=system:masters");
  private static final String TOKEN = "header.payload.signature-_";

  @TestFactory
  Stream<DynamicNode> isJudgedAsExpected() {
    return CASES.tests(
        folder -> folder.expect("expected.yaml", judged(filled(folder.text("kubeconfig.yaml")))));
  }

  private static String judged(String kubeconfig) {
    return switch (SafeKubeconfig.parse(kubeconfig)) {
      case Accepted(LaneCredentials credentials) -> "credentials: " + kind(credentials) + "\n";
      case Refused(String reason, String message, String fix) ->
          "reason: %s%nmessage: '%s'%nfix: '%s'%n".formatted(reason, quoted(message), quoted(fix));
    };
  }

  private static String kind(LaneCredentials credentials) {
    assertThat(credentials.ca()).isEqualTo(CA.pem());
    if (credentials.hasCertificate()) {
      assertThat(credentials.clientCertificate()).isEqualTo(CLIENT.certificatePem());
      assertThat(credentials.clientKey()).isEqualTo(CLIENT.keyPem());
      return "certificate";
    }
    assertThat(credentials.token()).isEqualTo(TOKEN);
    return "token";
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
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

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
