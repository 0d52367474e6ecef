package dev.halligan.connection;

import static java.util.Map.entry;

import dev.halligan.probe.LaneCredentials;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the embedded credentials of the current context from a kubeconfig. Only listed fields are
 * allowed; other common ones are refused with a suggestion what to use instead.
 */
final class KubeconfigReader {
  private static final String EMBED =
      "embed the credential itself: client-certificate-data and client-key-data, or token"
          + " (bootstrap-scripts/enroll-cluster creates them)";
  private static final String NO_PASSWORD =
      "use client-certificate-data and client-key-data, or token; API servers accept no passwords";
  private static final String NO_IMPERSONATION =
      "issue a credential for that identity itself and remove the as fields";

  private static final Set<String> CLUSTER_FIELDS =
      Set.of("server", "certificate-authority-data", "disable-compression", "extensions");
  private static final Map<String, String> CLUSTER_FIXES =
      Map.of(
          "certificate-authority", "put the file, base64-encoded, in certificate-authority-data",
          "insecure-skip-tls-verify",
              "remove it and put the cluster's authority in certificate-authority-data",
          "proxy-url", "remove it: Halligan connects directly to spec.access.endpoints",
          "tls-server-name", "remove it and set serverName in spec.access.endpoints");

  private static final Set<String> USER_FIELDS =
      Set.of("client-certificate-data", "client-key-data", "token", "extensions");
  private static final Map<String, String> USER_FIXES =
      Map.ofEntries(
          entry("exec", EMBED),
          entry("auth-provider", EMBED),
          entry("client-certificate", "put the file, base64-encoded, in client-certificate-data"),
          entry("client-key", "put the file, base64-encoded, in client-key-data"),
          entry("tokenFile", "put the content of the file in token"),
          entry("username", NO_PASSWORD),
          entry("password", NO_PASSWORD),
          entry("as", NO_IMPERSONATION),
          entry("as-uid", NO_IMPERSONATION),
          entry("as-groups", NO_IMPERSONATION),
          entry("as-user-extra", NO_IMPERSONATION));

  /** RFC 6750, section 2.1; anything else could end the header line. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{1,16384}=*");

  /**
   * Reads the credentials.
   *
   * @throws InvalidConnectionException if the current context contains anything but embedded,
   *     verifiable credentials
   */
  LaneCredentials read(String yaml) throws InvalidConnectionException {
    Map<?, ?> root = BoundedYaml.read(yaml);
    Map<?, ?> context = named(root, "contexts", "context", currentContext(root));
    Map<?, ?> cluster = named(root, "clusters", "cluster", text(context, "cluster"));
    Map<?, ?> user = named(root, "users", "user", text(context, "user"));
    requireSafeCluster(cluster);
    requireAllowed(user, "user", USER_FIELDS, USER_FIXES);
    return credentials(cluster, user);
  }

  private static String currentContext(Map<?, ?> root) throws InvalidConnectionException {
    String current = text(root, "current-context");
    if (current != null) {
      return current;
    }
    List<?> contexts = list(root, "contexts");
    if (contexts.size() == 1 && contexts.getFirst() instanceof Map<?, ?> only) {
      return text(only, "name");
    }
    throw refuse(
        "has " + contexts.size() + " contexts and no current-context, so none was chosen",
        "set current-context, or keep only one context");
  }

  private static void requireSafeCluster(Map<?, ?> cluster) throws InvalidConnectionException {
    boolean verifies = Boolean.FALSE.equals(cluster.get("insecure-skip-tls-verify"));
    for (Object field : cluster.keySet()) {
      if (!(verifies && "insecure-skip-tls-verify".equals(field))) {
        requireAllowed(field, "cluster", CLUSTER_FIELDS, CLUSTER_FIXES);
      }
    }
    String server = text(cluster, "server");
    if (server != null && !server.toLowerCase(Locale.ROOT).startsWith("https://")) {
      throw refuse(
          "has a server URL that is not https, so the API server cannot be verified",
          "use the https address of the API server");
    }
  }

  private static LaneCredentials credentials(Map<?, ?> cluster, Map<?, ?> user)
      throws InvalidConnectionException {
    byte[] ca = data(cluster, "certificate-authority-data");
    byte[] certificate = data(user, "client-certificate-data");
    byte[] key = data(user, "client-key-data");
    String token = text(user, "token");
    if (ca == null) {
      throw refuse(
          "has no certificate-authority-data, so the API server cannot be verified",
          "put the cluster's certificate authority there, base64-encoded");
    }
    if ((certificate == null) != (key == null)) {
      throw refuse(
          "has only one of client-certificate-data and client-key-data",
          "set both, or use a token instead");
    }
    if (certificate == null && token == null) {
      throw refuse("has no credential, so every request would be anonymous", EMBED);
    }
    if (token != null && !TOKEN.matcher(token).matches()) {
      throw refuse(
          "has a token with characters that are not valid in a bearer token",
          "use the token itself, without line breaks or quotes");
    }
    return new LaneCredentials(ca, certificate, key, token);
  }

  private static void requireAllowed(
      Map<?, ?> fields, String what, Set<String> allowed, Map<String, String> fixes)
      throws InvalidConnectionException {
    for (Object field : fields.keySet()) {
      requireAllowed(field, what, allowed, fixes);
    }
  }

  private static void requireAllowed(
      Object field, String what, Set<String> allowed, Map<String, String> fixes)
      throws InvalidConnectionException {
    if (!(field instanceof String name) || !allowed.contains(name)) {
      throw refuse(
          "sets " + shown(field) + " in its " + what + "; Halligan does not run, open or use it",
          fixes.getOrDefault(
              field, "remove it; allowed are " + String.join(", ", sorted(allowed))));
    }
  }

  private static Map<?, ?> named(Map<?, ?> root, String kind, String field, String name)
      throws InvalidConnectionException {
    List<?> found =
        name == null
            ? List.of()
            : list(root, kind).stream()
                .filter(each -> each instanceof Map<?, ?> entry && name.equals(entry.get("name")))
                .toList();
    if (found.size() != 1
        || !(((Map<?, ?>) found.getFirst()).get(field) instanceof Map<?, ?> value)) {
      throw refuse(
          "needs exactly one complete "
              + field
              + " for its current context, but has "
              + found.size()
              + " of that name",
          "use the format of kubectl config view --raw --minify");
    }
    return value;
  }

  private static List<?> list(Map<?, ?> root, String field) {
    return root.get(field) instanceof List<?> list ? list : List.of();
  }

  private static String text(Map<?, ?> fields, String field) throws InvalidConnectionException {
    Object value = fields.get(field);
    if (value == null || "".equals(value)) {
      return null;
    }
    if (value instanceof String text) {
      return text;
    }
    throw refuse("has a value that is not text in " + field, "use plain text");
  }

  private static byte[] data(Map<?, ?> fields, String field) throws InvalidConnectionException {
    String text = text(fields, field);
    try {
      return text == null ? null : Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException _) {
      throw new InvalidConnectionException(
          InvalidConnectionException.BAD_CERTIFICATE,
          "the kubeconfig has a value that is not valid base64 in " + field,
          "put the PEM file there, base64-encoded (base64 -w0)");
    }
  }

  private static String shown(Object field) {
    String name = String.valueOf(field);
    return name.matches("[A-Za-z0-9-]{1,40}") ? name : "an unknown field";
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private static InvalidConnectionException refuse(String what, String fix) {
    return new InvalidConnectionException(
        InvalidConnectionException.INSECURE_KUBECONFIG, "the kubeconfig " + what, fix);
  }
}
