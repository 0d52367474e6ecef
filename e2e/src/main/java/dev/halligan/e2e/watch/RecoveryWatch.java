package dev.halligan.e2e.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.halligan.e2e.lab.Management;
import dev.halligan.e2e.measure.Mark;
import dev.halligan.e2e.measure.Recording;
import dev.halligan.e2e.measure.Stopwatch;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Follows what Halligan writes into its resources and says each change in one line. */
public final class RecoveryWatch implements AutoCloseable {
  private final Stopwatch watch;
  private final Recording recording;
  private final Consumer<String> say;
  private final Map<String, String> said = new HashMap<>();
  private final List<SharedIndexInformer<GenericKubernetesResource>> informers;

  public RecoveryWatch(
      Management management, Stopwatch watch, Recording recording, Consumer<String> say) {
    this.watch = watch;
    this.recording = recording;
    this.say = say;
    this.informers =
        List.of(
            management.clusters().inNamespace(Management.NAMESPACE).inform(handler(this::cluster)),
            management.requests().inNamespace(Management.NAMESPACE).inform(handler(this::request)),
            management.routes().inNamespace("edge").inform(handler(this::route)));
  }

  private synchronized void cluster(GenericKubernetesResource resource) {
    JsonNode status = Management.json(resource).path("status");
    changed(
        "verdict",
        status.path("verdict").asText(),
        verdict ->
            say.accept("verdict %s: %s".formatted(verdict, status.path("message").asText())));
  }

  private synchronized void request(GenericKubernetesResource resource) {
    String name = resource.getMetadata().getName();
    JsonNode status = Management.json(resource).path("status");
    changed(
        name,
        "seen",
        _ -> {
          recording.mark(Mark.DECIDED, watch.now());
          say.accept("RecoveryRequest " + name);
        });
    timeline(status.path("timeline"), "detectedAt", Mark.DETECTED);
    status
        .path("culprits")
        .valueStream()
        .limit(1)
        .forEach(
            culprit ->
                changed(
                    name + "/culprit",
                    suspect(culprit),
                    text -> say.accept("prime suspect: " + text)));
    status.path("steps").valueStream().forEach(step -> step(name, step));
    status
        .path("admitted")
        .valueStream()
        .forEach(
            cohort ->
                changed(
                    name + "/admitted/" + cohort.path("cohort").asText(),
                    cohort.path("share").asText(),
                    share ->
                        say.accept(
                            "readmitted %s: %s %%"
                                .formatted(cohort.path("cohort").asText(), share))));
    for (String type : List.of("Stalled", "Succeeded")) {
      JsonNode condition = condition(status, type);
      changed(
          name + "/" + type,
          condition.path("status").asText(),
          value -> {
            if (type.equals("Succeeded") && value.equals("True")) {
              recording.mark(Mark.SUCCEEDED, watch.now());
            }
            if (!value.equals("Unknown")) {
              say.accept("%s=%s: %s".formatted(type, value, condition.path("message").asText()));
            }
          });
    }
  }

  private void step(String request, JsonNode step) {
    String name = step.path("name").asText();
    changed(
        request + "/step/" + name,
        step.path("state").asText(),
        state -> {
          if (!state.equals("Pending")) {
            say.accept(
                "step %-12s %-8s %s"
                    .formatted(name, state, step.path("message").asText())
                    .stripTrailing());
          }
        });
  }

  private synchronized void route(GenericKubernetesResource resource) {
    List<Integer> weights = Management.weights(resource);
    changed(
        "route",
        weights.toString(),
        text -> {
          say.accept("route edge/shop weights " + text);
          if (weights.equals(List.of(0, 100))) {
            recording.mark(Mark.REDIRECTED, watch.now());
          } else if (recording.at(Mark.REDIRECTED).isPresent() && weights.equals(List.of(100, 0))) {
            recording.mark(Mark.ROUTED_BACK, watch.now());
          }
        });
  }

  private void timeline(JsonNode timeline, String field, Mark mark) {
    if (timeline.hasNonNull(field)) {
      recording.mark(mark, watch.at(Instant.parse(timeline.path(field).asText())));
    }
  }

  private static JsonNode condition(JsonNode status, String type) {
    return status
        .path("conditions")
        .valueStream()
        .filter(c -> type.equals(c.path("type").asText()))
        .findFirst()
        .orElseGet(() -> status.path("absent"));
  }

  private static String suspect(JsonNode culprit) {
    JsonNode workload = culprit.path("workload");
    if (workload.isMissingNode()) {
      return "%s, %s %% of the load"
          .formatted(culprit.path("client").asText(), culprit.path("share").asText());
    }
    return "%s %s/%s, %s %% of the load, confidence %s %%"
        .formatted(
            workload.path("kind").asText(),
            workload.path("namespace").asText(),
            workload.path("name").asText(),
            culprit.path("share").asText(),
            culprit.path("confidence").asText());
  }

  private void changed(String key, String value, Consumer<String> then) {
    if (!value.isEmpty() && !value.equals(said.put(key, value))) {
      then.accept(value);
    }
  }

  private static ResourceEventHandler<GenericKubernetesResource> handler(
      Consumer<GenericKubernetesResource> seen) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(GenericKubernetesResource added) {
        seen.accept(added);
      }

      @Override
      public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
        seen.accept(after);
      }

      @Override
      public void onDelete(GenericKubernetesResource deleted, boolean stateUnknown) {}
    };
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }
}
