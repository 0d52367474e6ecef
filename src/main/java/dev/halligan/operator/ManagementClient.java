package dev.halligan.operator;

import dev.halligan.api.v1alpha1.TolerantSerialization;
import dev.halligan.operator.store.Abridged;
import dev.halligan.operator.store.AbridgedOnArrival;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.time.Duration;

/** The client of the management cluster; finished requests arrive {@link Abridged}. */
public final class ManagementClient {
  /**
   * A renewal of the lease is one read and one write, and the elector checks its deadline only
   * between renewals. With this limit a hung server cannot extend leadership beyond the lease.
   */
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  private ManagementClient() {}

  /** From the pod's service account or from KUBECONFIG. */
  public static KubernetesClient create() {
    return create(Config.autoConfigure(null));
  }

  /** Short deadlines, no hidden retries, and tolerant of values from a later version. */
  public static KubernetesClient create(Config base) {
    Config config =
        new ConfigBuilder(base)
            .withConnectionTimeout((int) TIMEOUT.toMillis())
            .withRequestTimeout((int) TIMEOUT.toMillis())
            .withRequestRetryBackoffLimit(0)
            .withWatchReconnectInterval(1_000)
            .withWatchReconnectLimit(-1)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new JdkHttpClientFactory())
        .withKubernetesSerialization(TolerantSerialization.create(new AbridgedOnArrival()))
        .build();
  }
}
