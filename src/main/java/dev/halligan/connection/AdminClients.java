package dev.halligan.connection;

import dev.halligan.probe.EndpointAddress;
import dev.halligan.probe.LaneTls;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;

/** The admin lane's clients, created on first use: a healthy cluster needs none. */
final class AdminClients implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final LaneTls tls;
  private final KubernetesSerialization serialization;
  private final Map<Which, KubernetesClient> clients = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private record Which(EndpointAddress endpoint, Duration timeout) {}

  AdminClients(LaneTls tls, KubernetesSerialization serialization) {
    this.tls = tls;
    this.serialization = serialization;
  }

  KubernetesClient to(EndpointAddress endpoint, Duration timeout) {
    if (closed) {
      throw new IllegalStateException("this connection is closed; use the cluster's current one");
    }
    return clients.computeIfAbsent(new Which(endpoint, timeout), this::create);
  }

  /** A client that is not cached: for a server whose address may not recur. */
  KubernetesClient once(EndpointAddress endpoint, Duration timeout) {
    return create(new Which(endpoint, timeout));
  }

  @Override
  public void close() {
    closed = true;
    clients.values().forEach(KubernetesClient::close);
    clients.clear();
  }

  private KubernetesClient create(Which which) {
    return new KubernetesClientBuilder()
        .withConfig(config(which))
        .withHttpClientFactory(new Transport(tls, which.endpoint()))
        .withKubernetesSerialization(serialization)
        .withTaskExecutor(Thread::startVirtualThread)
        .build();
  }

  /** Reads nothing from the environment, a home directory or our own service account. */
  private static Config config(Which which) {
    int timeout = Math.toIntExact(which.timeout().toMillis());
    return new ConfigBuilder()
        .withAutoConfigure(false)
        .withMasterUrl(which.endpoint().url())
        .withConnectionTimeout(Math.min(timeout, Math.toIntExact(CONNECT.toMillis())))
        .withRequestTimeout(timeout)
        .withUploadRequestTimeout(timeout)
        .withRequestRetryBackoffLimit(0)
        .withWatchReconnectLimit(0)
        // a hung HTTP/2 connection would take every later call with it
        .withHttp2Disable(true)
        .withUserAgent("halligan")
        .build();
  }

  /** fabric8 follows redirects and also trusts the JDK's authorities; this disables both. */
  private static final class Transport extends JdkHttpClientFactory {
    private final LaneTls tls;
    private final EndpointAddress endpoint;

    Transport(LaneTls tls, EndpointAddress endpoint) {
      this.tls = tls;
      this.endpoint = endpoint;
    }

    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
      SSLParameters parameters = new SSLParameters(null, new String[] {"TLSv1.3", "TLSv1.2"});
      parameters.setServerNames(endpoint.sni());
      builder
          .sslContext(tls.freshContext())
          .sslParameters(parameters)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .version(HttpClient.Version.HTTP_1_1)
          .executor(Thread::startVirtualThread);
    }
  }
}
