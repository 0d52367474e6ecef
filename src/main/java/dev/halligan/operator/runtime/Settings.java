package dev.halligan.operator.runtime;

import java.util.Map;
import java.util.Optional;

/**
 * The settings of this process, from its environment.
 *
 * @param namespace where the protected clusters, their Secrets and the lease are
 * @param identity the holder of the lease: the pod's name, so that a restarted container continues
 *     immediately
 * @param port of the health endpoints and metrics, 0 picks a free one
 */
public record Settings(String namespace, String identity, int port) {

  /** Reads POD_NAMESPACE, POD_NAME and HALLIGAN_PORT. */
  public static Settings of(Map<String, String> environment) {
    return new Settings(
        environment.getOrDefault("POD_NAMESPACE", "halligan"),
        environment.getOrDefault("POD_NAME", "halligan-" + ProcessHandle.current().pid()),
        port(environment.get("HALLIGAN_PORT")));
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(Optional.ofNullable(text).orElse("8080"));
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException _) {
      // handled below, together with a number out of range
    }
    throw new IllegalArgumentException(
        "HALLIGAN_PORT=\"%s\" is not a valid port. Nothing was started. Set it to 0..65535 or unset it."
            .formatted(text));
  }
}
