package dev.halligan.operator;

import java.util.Map;
import java.util.Optional;

/**
 * How the process was started.
 *
 * @param namespace where the protected clusters, their Secrets and the lease are
 * @param identity who holds the lease; the pod's name, so that a restarted container goes on at
 *     once
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
      // answered below, together with a number out of range
    }
    throw new IllegalArgumentException(
        "HALLIGAN_PORT is \"%s\", which is no port. Nothing was started. Set it to 0..65535 or unset it."
            .formatted(text));
  }
}
