package dev.halligan.operator.decision;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the ConfigMap that people change while the operator runs. */
public final class LiveConfigWatch
    implements Supplier<LiveConfig>, ResourceEventHandler<ConfigMap>, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveConfigWatch.class);

  private final SharedIndexInformer<ConfigMap> informer;
  private volatile LiveConfig current = LiveConfig.NOT_READ;

  public LiveConfigWatch(KubernetesClient client, String namespace) {
    this.informer =
        client
            .configMaps()
            .inNamespace(namespace)
            .withName(LiveConfig.NAME)
            .runnableInformer(0)
            .addEventHandler(this)
            .exceptionHandler((_, _) -> true);
    informer.start().thenRun(this::withoutConfigMap);
  }

  @Override
  public LiveConfig get() {
    return current;
  }

  @Override
  public void onAdd(ConfigMap found) {
    read(found.getData());
  }

  @Override
  public void onUpdate(ConfigMap before, ConfigMap now) {
    read(now.getData());
  }

  @Override
  public void onDelete(ConfigMap gone, boolean unseen) {
    read(null);
  }

  private void withoutConfigMap() {
    if (informer.getStore().list().isEmpty()) {
      read(null);
    }
  }

  private void read(Map<String, String> data) {
    try {
      current = LiveConfig.of(data);
      log.atInfo()
          .addKeyValue("stop", current.stop())
          .addKeyValue("brakes", current.brakes())
          .log("configuration loaded");
    } catch (IllegalArgumentException e) {
      log.atError()
          .addKeyValue("configMap", LiveConfig.NAME)
          .addKeyValue("error", e.getMessage())
          .log(
              "the ConfigMap is invalid; the earlier configuration, or at startup the global stop, stays until it is corrected");
    }
  }

  @Override
  public void close() {
    informer.stop();
  }
}
