package dev.halligan.control.node;

import dev.halligan.control.ControlFailure;
import dev.halligan.control.ControlFailure.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;

/**
 * Host keys that were pinned when the cluster was enrolled, in OpenSSH's known_hosts form (plain or
 * hashed). Only what is pinned is accepted, nothing is ever learned.
 */
final class PinnedHosts {
  private record Pin(KnownHostEntry entry, String type, PublicKey key, boolean revoked) {}

  private final List<Pin> pins;

  private PinnedHosts(List<Pin> pins) {
    this.pins = pins;
  }

  /** Reads known_hosts text; certificate authorities are not supported and are skipped. */
  static PinnedHosts parse(String knownHosts) {
    var pins = new ArrayList<Pin>();
    try {
      for (var entry : KnownHostEntry.readKnownHostEntries(new StringReader(knownHosts), true)) {
        if ("cert-authority".equals(entry.getMarker())) {
          continue;
        }
        var key = entry.getKeyEntry().resolvePublicKey(null, null, null);
        var revoked = "revoked".equals(entry.getMarker());
        pins.add(new Pin(entry, entry.getKeyEntry().getKeyType(), key, revoked));
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ControlFailure(
          Reason.BAD_ARGUMENT,
          "the pinned known_hosts text cannot be read; no host was contacted",
          "put the lines that install-node printed under the key known_hosts of the SSH Secret",
          e);
    }
    return new PinnedHosts(List.copyOf(pins));
  }

  /** True when this very key is pinned for the host and not revoked. */
  boolean accepts(String address, int port, PublicKey offered) {
    var same =
        of(address, port).stream().filter(p -> KeyUtils.compareKeys(p.key(), offered)).toList();
    return !same.isEmpty() && same.stream().noneMatch(Pin::revoked);
  }

  /** Signature algorithms of the host's pinned keys, so that the server shows the key we know. */
  List<String> algorithms(String address, int port) {
    return of(address, port).stream()
        .filter(p -> !p.revoked())
        .flatMap(p -> signatures(p.type()).stream())
        .distinct()
        .toList();
  }

  private static List<String> signatures(String keyType) {
    return keyType.equals("ssh-rsa") ? List.of("rsa-sha2-512", "rsa-sha2-256") : List.of(keyType);
  }

  private List<Pin> of(String address, int port) {
    return pins.stream().filter(p -> p.entry().isHostMatch(address, port)).toList();
  }
}
