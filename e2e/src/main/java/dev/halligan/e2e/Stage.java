package dev.halligan.e2e;

import dev.halligan.e2e.cast.ApiServerLimit;
import dev.halligan.e2e.cast.Ballast;
import dev.halligan.e2e.cast.Cast;
import dev.halligan.e2e.cast.Scenario;
import dev.halligan.e2e.lab.Cluster;
import dev.halligan.e2e.lab.Eventually;
import dev.halligan.e2e.lab.Management;
import dev.halligan.e2e.lab.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/**
 * Puts both clusters into the state from which every drill starts, whatever the last one has left
 * behind.
 */
final class Stage {
  private final Cluster target;
  private final Management management;
  private final Scenario scenario;
  private final Cast cast;
  private final KubernetesClient admin;
  private final PrintStream out = System.out;

  Stage(
      Cluster target, Management management, Scenario scenario, Cast cast, KubernetesClient admin) {
    this.target = target;
    this.management = management;
    this.scenario = scenario;
    this.cast = cast;
    this.admin = admin;
  }

  void set(Drill.Actor actor) {
    say("silencing what an earlier drill may have left");
    management.patchProtectedCluster("Observe");
    management.requests().inNamespace(Management.NAMESPACE).delete();
    Eventually.until(
        "no RecoveryRequest is left",
        Duration.ofMinutes(1),
        () -> management.requests().inNamespace(Management.NAMESPACE).list().getItems().isEmpty());
    cast.silenceOffender();
    target.controlPlane().forEach(Stage::release);
    target.workers().forEach(Stage::forgetVisits);
    if (answers()) {
      // Only the first time is there anything to create, and a server without limits is much faster
      // at it.
      say("making sure of 1,500 idle pods, which make lists expensive");
      new Ballast(admin).ensure();
    }
    say("limiting the API server to " + scenario.apiServer());
    new ApiServerLimit(target).apply(scenario.apiServer(), admin);
    target.controlPlane().forEach(Stage::forgetBackOff);
    cast.removeOffender();
    cast.delete(scenario.manifest("apf.yaml"));
    cast.setUp();
    resetManagement(actor);
  }

  /**
   * An API server that restarts takes the leases of controller-manager and scheduler with it; the
   * kubelet's crash back-off would keep them away for minutes, and a drill must not begin like
   * that.
   */
  private static void forgetBackOff(Node node) {
    node.run("systemctl restart kubelet");
  }

  /**
   * Takes away fence, freeze and growth, with the tool that made them. It may be busy; until it has
   * agreed, what it keeps must stay: a frozen controller-manager's only manifest is there.
   */
  private static void release(Node node) {
    for (String verb : List.of("lift", "thaw", "shrink")) {
      Eventually.until(
          "halligan-node " + verb + " succeeds on " + node.name(),
          Duration.ofMinutes(1),
          () -> node.run("halligan-node " + verb).ok());
    }
  }

  /** The customer writes on whichever worker it runs. */
  private static void forgetVisits(Node node) {
    node.run("rm -f /var/lib/halligan-drill/*").orThrow("forgetting visits on " + node.name());
  }

  private boolean answers() {
    try {
      return admin.getKubernetesVersion() != null;
    } catch (KubernetesClientException _) {
      return false;
    }
  }

  private void resetManagement(Drill.Actor actor) {
    say("waiting until Halligan finds the target healthy");
    for (String file : new String[] {"shop-route.yaml", "playbook.yaml"}) {
      management.client().load(manifest(file)).items().forEach(management::apply);
    }
    Eventually.until(
        "ProtectedCluster is Ready, BreakGlassReady and Healthy",
        Duration.ofMinutes(3),
        () -> {
          var guarded = management.protectedCluster();
          return Management.condition(guarded, "Ready").equals("True")
              && Management.condition(guarded, "BreakGlassReady").equals("True")
              && guarded.at("/status/verdict").asText().equals("Healthy");
        });
    // not before: what the stage itself does to the API server is nobody's outage
    management.patchProtectedCluster(actor == Drill.Actor.HALLIGAN ? "Automatic" : "Observe");
  }

  private java.io.InputStream manifest(String file) {
    try {
      return Files.newInputStream(scenario.cast().resolveSibling("management").resolve(file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void say(String text) {
    out.println("           " + text);
  }
}
