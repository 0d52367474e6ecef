package dev.halligan;

import dev.halligan.control.pods.Keeper;
import dev.halligan.control.pods.Sentry;
import dev.halligan.operator.HalliganOperator;
import dev.halligan.operator.ManagementClient;
import dev.halligan.operator.Settings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/** Composition root. */
public final class Main {
  private Main() {}

  /**
   * Without an argument the operator, which ends by SIGTERM, or with status 1 when it loses its
   * leadership; {@code sentry} and {@code keeper} are what it starts beside itself.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    switch (args.length == 0 ? "operator" : args[0]) {
      case "operator" -> operate();
      case "sentry" -> Sentry.main(Arrays.asList(args).subList(1, args.length));
      case "keeper" -> keep(Arrays.asList(args));
      default ->
          throw new IllegalArgumentException(
              "\"%s\" is none of operator, sentry and keeper; nothing was started"
                  .formatted(args[0]));
    }
  }

  private static void operate() throws IOException {
    Settings settings = Settings.of(System.getenv());
    KubernetesClient client = ManagementClient.create();
    HalliganOperator operator =
        HalliganOperator.start(client, settings, Clock.systemUTC(), Main::exitBecauseLost);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator, client), "stop"));
  }

  private static void keep(List<String> args) throws InterruptedException {
    try (KubernetesClient client = ManagementClient.create()) {
      Keeper.main(client, args, Clock.systemUTC());
    }
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
