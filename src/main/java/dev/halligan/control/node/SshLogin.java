package dev.halligan.control.node;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Who logs in to a cluster's hosts, with which key, and which host keys are believed. */
record SshLogin(String user, int port, KeyPair key, PinnedHosts pins) {

  /** Reads an unencrypted private key in OpenSSH or PEM form, and the pinned known_hosts text. */
  static SshLogin of(String user, int port, byte[] privateKey, String knownHosts) {
    return new SshLogin(user, port, keyPair(privateKey), PinnedHosts.parse(knownHosts));
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
        "put an unencrypted ed25519 key (ssh-keygen -t ed25519 -N '') under the key id_ed25519",
        cause);
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "SshLogin[user=" + user + ", port=" + port + "]";
  }
}
