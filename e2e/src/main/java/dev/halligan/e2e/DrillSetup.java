package dev.halligan.e2e;

import dev.halligan.e2e.cast.DrillWorkloads;
import dev.halligan.e2e.cast.IdlePods;
import dev.halligan.e2e.lab.Eventually;
import dev.halligan.e2e.lab.Management;
import dev.halligan.e2e.plane.Target;
import dev.halligan.e2e.scenario.Scenario;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;

/**
 * Puts both clusters into the state from which every drill starts, whatever the last one has left
 * behind.
 */
final class DrillSetup {
  private final Target target;
  private final Management management;
  private final Scenario scenario;
  private final DrillWorkloads cast;
  private final KubernetesClient admin;
  private final PrintStream out = System.out;

  DrillSetup(Target target, Management management, Scenario scenario, DrillWorkloads cast) {
    this.target = target;
    this.management = management;
    this.scenario = scenario;
    this.cast = cast;
    this.admin = target.admin();
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
    target.release();
    if (answers()) {
      // Only the first time is there anything to create, and a server without limits is much faster
      // at it.
      say("making sure of 1,500 idle pods, which make lists expensive");
      new IdlePods(admin).ensure();
    }
    target.network(scenario.network());
    say("limiting the API server to " + scenario.apiServer());
    target.limit(scenario.apiServer());
    target.forgetBackOff();
    cast.removeOffender();
    cast.delete(scenario.manifest("apf.yaml"));
    cast.setUp();
    resetManagement(actor);
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
              && (!target.canBeFenced()
                  || Management.condition(guarded, "BreakGlassReady").equals("True"))
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
