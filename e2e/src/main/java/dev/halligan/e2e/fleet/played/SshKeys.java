package dev.halligan.e2e.fleet.played;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/** The key that all played hosts show, and the one that they let in. */
public record SshKeys(KeyPair host, KeyPair client) {

  public static SshKeys generate() {
    try {
      return new SshKeys(
          KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256),
          KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no keys of NIST P-256", e);
    }
  }

  /** The private key of the client as ssh-keygen writes it. */
  public String privateKey() {
    try (var out = new ByteArrayOutputStream()) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(client, "fleet", null, out);
      return out.toString(StandardCharsets.US_ASCII);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the SSH key cannot be written", e);
    }
  }

  /** The line that pins the hosts' key for one address. */
  public String knownHosts(String address) {
    return address + " " + PublicKeyEntry.toString(host.getPublic()) + "\n";
  }
}
