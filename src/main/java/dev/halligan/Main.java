package dev.halligan;

import dev.halligan.operator.HalliganOperator;
import dev.halligan.operator.ManagementClient;
import dev.halligan.operator.Settings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;

/** Composition root. */
public final class Main {
  private Main() {}

  /** Starts the operator; it ends by SIGTERM, or with status 1 when it loses its leadership. */
  public static void main(String[] args) throws IOException {
    Settings settings = Settings.of(System.getenv());
    KubernetesClient client = ManagementClient.create();
    HalliganOperator operator =
        HalliganOperator.start(client, settings, Clock.systemUTC(), Main::exitBecauseLost);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator, client), "stop"));
  }

  private static void stop(HalliganOperator operator, KubernetesClient client) {
    operator.close();
    client.close();
  }

  /** From a thread of its own: the hook that exit runs waits for the elector, which calls this. */
  private static void exitBecauseLost() {
    Thread.ofPlatform().name("exit").start(() -> System.exit(1));
  }
}
