package dev.halligan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halligan.e2e.cast.DrillWorkloads;
import dev.halligan.e2e.lab.Management;
import dev.halligan.e2e.measure.LaneMarks;
import dev.halligan.e2e.measure.Lanes;
import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import dev.halligan.e2e.measure.Relapses;
import dev.halligan.e2e.plane.Target;
import dev.halligan.e2e.report.DrillResult.Check;
import dev.halligan.e2e.report.FigureName;
import dev.halligan.e2e.report.Figures;
import dev.halligan.e2e.scenario.Scenario;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Is the cluster truly back? Asked of the cluster, its nodes and the samples, not of Halligan. */
final class RecoveryChecks {
  /** Pods that a recovery may replace: it scales the refresher down, and removes the agents. */
  private static final Set<String> MAY_BE_REPLACED = Set.of("shop-tools", "telemetry", "ballast");

  private final Target target;
  private final Management management;
  private final KubernetesClient admin;
  private final DrillWorkloads cast;
  private final Scenario scenario;
  private final List<Check> checks = new ArrayList<>();

  RecoveryChecks(Target target, Management management, DrillWorkloads cast, Scenario scenario) {
    this.target = target;
    this.management = management;
    this.admin = target.admin();
    this.cast = cast;
    this.scenario = scenario;
  }

  /**
   * What is compared before and after: UIDs of pods by name, and of the events that speak of an
   * eviction.
   */
  record Before(Map<String, String> pods, Set<String> evictions) {}

  Before before() {
    return new Before(pods(), Set.copyOf(cast.evictions()));
  }

  private Map<String, String> pods() {
    var found = new TreeMap<String, String>();
    for (Pod pod :
        admin.pods().inAnyNamespace().withField("status.phase", "Running").list().getItems()) {
      // A mirror pod gets a new UID with every change of its manifest, which is no eviction.
      boolean mirror =
          pod.getMetadata().getAnnotations().containsKey("kubernetes.io/config.mirror");
      if (!mirror && !MAY_BE_REPLACED.contains(pod.getMetadata().getNamespace())) {
        found.put(
            pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName(),
            pod.getMetadata().getUid());
      }
    }
    return found;
  }

  /** Pods evicted since then, or replaced by a pod of another UID. */
  List<String> evictedSince(Before before) {
    var now = pods();
    var gone = new ArrayList<String>();
    before
        .pods()
        .forEach(
            (name, uid) -> {
              if (!uid.equals(now.get(name))) {
                gone.add(name);
              }
            });
    cast.evictions().stream()
        .filter(event -> !before.evictions().contains(event))
        .forEach(gone::add);
    return gone;
  }

  List<Check> checks(List<String> evicted, Recording recording, double end) {
    moments(recording.marks());
    check(
        "offender gone",
        cast.offender() == null && cast.offenderPods().isEmpty() && cast.firing() == 0,
        "");
    check("nothing evicted", evicted.isEmpty(), String.join(", ", evicted));
    check(
        "refresher scaled to zero meanwhile",
        recording.at(Mark.SCALED_DOWN).isPresent(),
        "its Deployment was never seen to ask for no replica");
    check("refresher back to three", cast.ready("shop-tools", "refresher") == 3, "");
    check("shop still two", cast.ready("shop", "shop") == 2, "");
    checks.addAll(target.checks());
    boolean both =
        Lanes.healthySince(recording.admin(), end - 8)
            && Lanes.healthySince(recording.ordinary(), end - 8);
    check("both lanes healthy", both, "");
    requests();
    OptionalLong relapses = Relapses.count(recording);
    check("no relapse", relapses.equals(OptionalLong.of(0)), relapses(relapses));
    operator();
    return List.copyOf(checks);
  }

  private static String relapses(OptionalLong relapses) {
    return relapses.isPresent()
        ? relapses.getAsLong() + " relapses"
        : "the watched client was never served again";
  }

  private void moments(Map<Mark, Double> marks) {
    String missing =
        LaneMarks.needed(marks).stream()
            .filter(mark -> !marks.containsKey(mark))
            .map(Mark::describe)
            .collect(Collectors.joining(", "));
    check(
        "finished in time",
        marks.containsKey(Mark.FINISHED),
        missing.isEmpty() ? "the ordinary lane did not stay well" : "never seen: " + missing);
    // Elsewhere no server may be able to answer before the offender is gone.
    if (scenario.atMost().containsKey(FigureName.ADMIN_RESTORED.key())) {
      check(
          "offender still firing when the administrator was back",
          Figures.stillFiring(marks),
          "the offender was gone first, or the administrator was never back");
    }
    check("shop's visitors sent elsewhere and back", marks.containsKey(Mark.ROUTED_BACK), "");
  }

  private void requests() {
    var requests = management.requests().inNamespace(Management.NAMESPACE).list().getItems();
    boolean succeeded =
        requests.size() == 1
            && Management.condition(Management.json(requests.getFirst()), "Succeeded")
                .equals("True");
    check("one RecoveryRequest, and it succeeded", succeeded, requests.size() + " requests");
    if (!target.canBeFenced() && !requests.isEmpty()) {
      unfenced(Management.json(requests.getFirst()));
    }
  }

  /** Where nothing keeps clients out, a fence must not be said to be up, and the rest goes on. */
  private void unfenced(JsonNode request) {
    JsonNode isolate =
        request
            .at("/status/steps")
            .valueStream()
            .filter(step -> step.path("action").asText().equals("Isolate"))
            .findFirst()
            .orElseGet(() -> request.path("absent"));
    check(
        "no fence was said to be up, and the step says why",
        isolate.path("state").asText().equals("Skipped")
            && !isolate.path("message").asText().isBlank()
            && !request.at("/status/timeline").hasNonNull("fencedAt"),
        isolate.toString());
  }

  /**
   * The drill cuts the operator's name resolution: its only name server is an address nobody has.
   */
  private void operator() {
    var pods = management.operatorPods();
    boolean cut =
        pods.stream()
            .allMatch(
                pod ->
                    "None".equals(pod.getSpec().getDnsPolicy())
                        && List.of("192.0.2.1")
                            .equals(pod.getSpec().getDnsConfig().getNameservers()));
    int restarts =
        pods.stream()
            .flatMap(p -> p.getStatus().getContainerStatuses().stream())
            .mapToInt(s -> s.getRestartCount())
            .sum();
    check("operator worked without name resolution", cut && !pods.isEmpty(), "");
    check("operator was not restarted", restarts == 0, restarts + " restarts");
  }

  private void check(String name, boolean ok, String detail) {
    checks.add(Check.of(name, ok, detail));
  }
}
