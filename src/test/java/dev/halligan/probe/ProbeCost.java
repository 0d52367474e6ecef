package dev.halligan.probe;

import com.sun.management.OperatingSystemMXBean;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec.Endpoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Prints what one question of the admin lane costs in processor time, by compiler, key manager and
 * kind of key. No test: a busy machine would make it fail. Run {@code main} of the compiled tests;
 * each row is a JVM of its own, whose whole processor time is counted after a warm-up, and asks a
 * server in this one, whose key and authority are RSA as kubeadm makes them.
 */
final class ProbeCost {
  private static final int WARM_UP = 200;
  private static final int COUNTED = 100;
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);
  private static final char[] PASSWORD = "in memory only".toCharArray();

  private ProbeCost() {}

  /** Without arguments the table; with arguments one of its rows. */
  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      row(Path.of(args[0]), Integer.parseInt(args[1]), args[2]);
      return;
    }
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    TestAuthority authority = new TestAuthority("kubernetes", "RSA");
    try (Peer peer =
        Peer.secured(
            authority,
            authority.server("RSA", tomorrow, "kubernetes"),
            connection -> {
              ((SSLSocket) connection).setNeedClientAuth(true);
              Peer.readHead(connection.getInputStream());
              connection.getOutputStream().write(ANSWER);
            })) {
      String port = peer.endpoint().url().replaceFirst(".*:", "");
      double before = 0;
      for (String compiler : List.of("-XX:TieredStopAtLevel=1", "-XX:+TieredCompilation")) {
        for (String key : List.of("RSA", "EC")) {
          Path folder = credentials(authority, authority.client("CN=admin", key, tomorrow));
          for (String manager : List.of("store", "FULL", "RESUMED")) {
            double millis = forked(compiler, folder, port, manager);
            before = before == 0 ? millis : before;
            System.out.printf(
                Locale.ROOT,
                "%-24s %-4s %-28s %6.2f ms a probe, 1/%.1f of the first row%n",
                compiler,
                key,
                manager.equals("store") ? "PKCS #12 store, PKIX" : "ApiProbe, " + manager,
                millis,
                before / millis);
          }
        }
      }
    }
  }

  private static Path credentials(TestAuthority authority, TestAuthority.Issued client)
      throws IOException {
    Path folder = Files.createTempDirectory("probe-cost");
    Files.write(folder.resolve("ca"), authority.pem());
    Files.write(folder.resolve("certificate"), client.certificatePem());
    Files.write(folder.resolve("key"), client.pkcs8Pem());
    return folder;
  }

  private static double forked(String compiler, Path folder, String port, String manager)
      throws IOException, InterruptedException {
    Process row =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                compiler,
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                ProbeCost.class.getName(),
                folder.toString(),
                port,
                manager)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(row.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (row.waitFor() != 0) {
      throw new IllegalStateException("the row ended with " + row.exitValue());
    }
    return Double.parseDouble(said.strip());
  }

  private static void row(Path folder, int port, String manager) throws Exception {
    LaneCredentials lane =
        new LaneCredentials(
            Files.readAllBytes(folder.resolve("ca")),
            Files.readAllBytes(folder.resolve("certificate")),
            Files.readAllBytes(folder.resolve("key")),
            null);
    try (ApiProbe probe = new ApiProbe(Clock.systemUTC())) {
      Ask ask =
          manager.equals("store")
              ? byStore(lane, port)
              : byProbe(probe, lane, Handshake.valueOf(manager), port);
      repeat(ask, WARM_UP);
      var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long before = system.getProcessCpuTime();
      repeat(ask, COUNTED);
      System.out.println((system.getProcessCpuTime() - before) / 1e6 / COUNTED);
    }
  }

  @FunctionalInterface
  private interface Ask {
    void once() throws Exception;
  }

  private static void repeat(Ask ask, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      ask.once();
    }
  }

  private static Ask byProbe(ApiProbe probe, LaneCredentials lane, Handshake handshake, int port) {
    Endpoint endpoint = new Endpoint("cp-0", "https://127.0.0.1:" + port, "kubernetes");
    return () -> {
      ProbeResult result = probe.ask(endpoint, Lane.ADMIN, lane, handshake, PATIENT);
      if (!(result instanceof ProbeResult.Answered)) {
        throw new IllegalStateException(result.toString());
      }
    };
  }

  /** As it was until the key manager was our own. */
  private static Ask byStore(LaneCredentials lane, int port) throws Exception {
    LaneTls read = LaneTls.of(lane);
    X509Certificate own = read.clientCertificate().orElseThrow();
    KeyStore keys = emptyStore();
    keys.setKeyEntry(
        "client",
        PemKey.of(lane.clientKey(), own.getPublicKey()),
        PASSWORD,
        new X509Certificate[] {own});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, PASSWORD);
    KeyStore trusted = emptyStore();
    trusted.setCertificateEntry("ca", read.authorities().getFirst());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    return () -> ask(managers.getKeyManagers(), trust, port);
  }

  private static void ask(KeyManager[] keys, TrustManagerFactory trust, int port)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust.getTrustManagers(), new SecureRandom());
    try (Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.getOutputStream().write("GET /livez HTTP/1.1\r\n\r\n".getBytes());
      StatusLine.read(socket.getInputStream());
    }
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
