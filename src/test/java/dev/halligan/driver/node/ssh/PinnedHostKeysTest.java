package dev.halligan.driver.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.halligan.control.ControlFailure;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import org.apache.sshd.client.config.hosts.KnownHostDigest;
import org.apache.sshd.client.config.hosts.KnownHostHashValue;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;

class PinnedHostKeysTest {
  private final KeyPair key = TestHost.generate();
  private final KeyPair other = TestHost.generate();

  @Test
  void acceptsOnlyThePinnedKeyOfThatHost() {
    var pins =
        PinnedHostKeys.parse("# enrolled\n10.0.0.1 " + line(key) + "\n10.0.0.2 " + line(other));

    assertThat(pins.accepts("10.0.0.1", 22, key.getPublic())).isTrue();
    assertThat(pins.accepts("10.0.0.1", 22, other.getPublic())).isFalse();
    assertThat(pins.accepts("10.0.0.3", 22, key.getPublic())).isFalse();
    assertThat(pins.algorithms("10.0.0.1", 22)).containsExactly("ssh-ed25519");
    assertThat(pins.algorithms("10.0.0.3", 22)).isEmpty();
  }

  @Test
  void aPinForAnotherPortIsNone() {
    var pins =
        PinnedHostKeys.parse("[10.0.0.1]:2222 " + line(key) + "\n[fd00::6]:2222 " + line(key));

    assertThat(pins.accepts("10.0.0.1", 2222, key.getPublic())).isTrue();
    assertThat(pins.accepts("fd00::6", 2222, key.getPublic())).isTrue();
    assertThat(pins.accepts("10.0.0.1", 22, key.getPublic())).isFalse();
  }

  @Test
  void readsHashedHosts() throws Exception {
    var salt = "a-salt-of-20-bytes-x".getBytes(StandardCharsets.US_ASCII);
    var hash =
        KnownHostHashValue.calculateHashValue("10.0.0.1", 22, KnownHostDigest.SHA1.create(), salt);
    var encoder = Base64.getEncoder();
    var hashed = "|1|" + encoder.encodeToString(salt) + "|" + encoder.encodeToString(hash);

    var pins = PinnedHostKeys.parse(hashed + " " + line(key));

    assertThat(pins.accepts("10.0.0.1", 22, key.getPublic())).isTrue();
    assertThat(pins.accepts("10.0.0.2", 22, key.getPublic())).isFalse();
  }

  @Test
  void aRevokedKeyIsRefusedEvenWhenItIsPinnedToo() {
    var pins = PinnedHostKeys.parse("10.0.0.1 " + line(key) + "\n@revoked * " + line(key));

    assertThat(pins.accepts("10.0.0.1", 22, key.getPublic())).isFalse();
  }

  @Test
  void aCertificateAuthorityIsNoPin() {
    var pins = PinnedHostKeys.parse("@cert-authority * " + line(key));

    assertThat(pins.accepts("10.0.0.1", 22, key.getPublic())).isFalse();
  }

  @Test
  void refusesTextThatIsNoKnownHosts() {
    assertThatThrownBy(() -> PinnedHostKeys.parse("10.0.0.1 ssh-ed25519 not*base64"))
        .isInstanceOf(ControlFailure.class)
        .hasMessageContaining("known_hosts");
  }

  private static String line(KeyPair pair) {
    return PublicKeyEntry.toString(pair.getPublic());
  }
}
