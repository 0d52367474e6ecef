package dev.halligan.operator;

import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.observe.Metrics;
import dev.halligan.operator.decision.AutomationTrigger;
import dev.halligan.operator.decision.FleetHealth;
import dev.halligan.operator.decision.LiveConfig;
import dev.halligan.operator.decision.Playbooks;
import dev.halligan.operator.observer.ObserverLog;
import dev.halligan.operator.runtime.Settings;
import dev.halligan.operator.store.RecoveryRequests;
import dev.halligan.operator.store.RequestFactory;
import dev.halligan.policy.Decision;
import dev.halligan.status.ConditionValue;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The operator in a JVM of its own, which also decides when it is told to: prints its port, and for
 * each line of input what it decided about an overloaded cluster of that name.
 */
final class ShippedOperator {
  private ShippedOperator() {}

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.of(System.getenv());
    KubernetesClient client = ManagementClient.create();
    try (HalliganOperator operator =
            HalliganOperator.start(
                client, settings, Clock.systemUTC(), () -> Runtime.getRuntime().halt(1));
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("port " + operator.port());
      for (String cluster = in.readLine(); cluster != null; cluster = in.readLine()) {
        System.out.println("decision " + decide(client, settings.namespace(), cluster));
      }
    }
  }

  private static String decide(KubernetesClient client, String namespace, String cluster) {
    Clock clock = Clock.systemUTC();
    Metrics metrics = new Metrics(new SimpleMeterRegistry());
    AutomationTrigger trigger =
        new AutomationTrigger(
            () -> new RecoveryRequests(List.of()),
            () -> LiveConfig.DEFAULT,
            new Playbooks((_, _) -> Optional.empty()),
            new RequestFactory(client),
            new FleetHealth(clock),
            new ObserverLog(metrics, clock),
            metrics,
            clock);
    try (Targets targets = new Targets()) {
      Decision decision =
          trigger.decide(
              targets.connect(namespace, cluster, Mode.AUTOMATIC).connection(),
              new Verdict.Overloaded(Instant.now(), List.of("p99 is 4.1 s.")),
              ConditionValue.yes(Reasons.ACCESS_VERIFIED, "proven"),
              false);
      return decision.getClass().getSimpleName() + " " + decision.reason();
    }
  }
}
