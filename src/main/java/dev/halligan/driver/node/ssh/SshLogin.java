package dev.halligan.driver.node.ssh;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The user and key to log in to a cluster's hosts with, and the trusted host keys. */
public record SshLogin(String user, int port, KeyPair key, PinnedHostKeys pins) {

  /** Reads an unencrypted private key in OpenSSH or PEM form, and the pinned known_hosts text. */
  public static SshLogin of(String user, int port, byte[] privateKey, String knownHosts) {
    return new SshLogin(user, port, keyPair(privateKey), PinnedHostKeys.parse(knownHosts));
  }

  private static KeyPair keyPair(byte[] privateKey) {
    try {
      var resource = NamedResource.ofName("SSH private key");
      var bytes = new ByteArrayInputStream(privateKey);
      var pairs = SecurityUtils.loadKeyPairIdentities(null, resource, bytes, null);
      if (pairs != null && pairs.iterator().hasNext()) {
        return pairs.iterator().next();
      }
      throw unreadable(null);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private static ControlFailure unreadable(Exception cause) {
    return new ControlFailure(
        Reason.BAD_ARGUMENT,
        "the SSH private key cannot be read; no host was contacted",
        "store an unencrypted key (ssh-keygen -t ed25519 -N '') under id_ed25519 in the SSH Secret",
        cause);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "SshLogin[user=" + user + ", port=" + port + "]";
  }
}
