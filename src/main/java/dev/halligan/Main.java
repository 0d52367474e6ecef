package dev.halligan;

import dev.halligan.operator.HalliganOperator;
import dev.halligan.operator.ManagementClient;
import dev.halligan.operator.runtime.Settings;
import dev.halligan.sidecar.ExpiryReaper;
import dev.halligan.sidecar.FenceProbe;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;

/** Starts the program that the first argument names. */
public final class Main {
  private Main() {}

  /**
   * Without an argument this is the operator. It ends on SIGTERM, or with status 1 when it loses
   * its leadership. {@code fence-probe} and {@code reaper} are the programs that it starts in
   * clusters.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    switch (args.length == 0 ? "operator" : args[0]) {
      case "operator" -> operate();
      case "fence-probe" -> FenceProbe.main(Arrays.asList(args).subList(1, args.length));
      case "reaper" -> keep(Arrays.asList(args));
      default ->
          throw new IllegalArgumentException(
              "Unknown command \"%s\". Nothing was started. Use operator, fence-probe or reaper."
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
      ExpiryReaper.main(client, args, Clock.systemUTC());
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
