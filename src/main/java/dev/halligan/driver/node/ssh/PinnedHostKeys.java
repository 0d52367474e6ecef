package dev.halligan.driver.node.ssh;

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
 * hashed). Accepts only pinned keys and never learns new ones.
 */
final class PinnedHostKeys {
  private record Pin(KnownHostEntry entry, String type, PublicKey key, boolean revoked) {}

  private final List<Pin> pins;

  private PinnedHostKeys(List<Pin> pins) {
    this.pins = pins;
  }

  /** Reads known_hosts text; skips certificate authorities, which are not supported. */
  static PinnedHostKeys parse(String knownHosts) {
    var pins = new ArrayList<Pin>();
    try {
      for (var entry : entries(knownHosts)) {
        if ("cert-authority".equals(entry.getMarker())) {
          continue;
        }
        var key = entry.getKeyEntry().resolvePublicKey(null, null, null);
        if (key == null) {
          throw new GeneralSecurityException("a key of a kind that is not known");
        }
        var revoked = "revoked".equals(entry.getMarker());
        pins.add(new Pin(entry, entry.getKeyEntry().getKeyType(), key, revoked));
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new ControlFailure(
          Reason.BAD_ARGUMENT,
          "the pinned known_hosts text cannot be read; no host was contacted",
          "store the lines that install-node printed under the key known_hosts of the SSH Secret",
          e);
    }
    return new PinnedHostKeys(List.copyOf(pins));
  }

  /** MINA passes over a line that it cannot read; a pin must not get lost that way. */
  private static List<KnownHostEntry> entries(String knownHosts) throws IOException {
    var entries = KnownHostEntry.readKnownHostEntries(new StringReader(knownHosts), true);
    long lines =
        knownHosts
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .count();
    if (entries.size() != lines) {
      throw new IOException("%d of %d lines can be read".formatted(entries.size(), lines));
    }
    return entries;
  }

  /** Whether this exact key is pinned for the host and not revoked. */
  boolean accepts(String address, int port, PublicKey offered) {
    var same =
        of(address, port).stream().filter(p -> KeyUtils.compareKeys(p.key(), offered)).toList();
    return !same.isEmpty() && same.stream().noneMatch(Pin::revoked);
  }

  /** Signature algorithms of the host's pinned keys, so that the server presents a pinned one. */
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
