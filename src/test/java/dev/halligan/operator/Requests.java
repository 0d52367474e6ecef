package dev.halligan.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.StepState;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.operator.store.FinishedMark;
import dev.halligan.operator.store.RequestFactory;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import dev.halligan.status.ConditionSet;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests as a recovery leaves them behind, with a plan, nine steps and what was seen. */
public final class Requests {
  private Requests() {}

  /** A recovery that acted: begun a minute before its end, fenced, and marked as finished. */
  public static RecoveryRequest ended(String name, String cluster, Instant at) {
    RecoveryRequest request = running(name, cluster, at);
    RecoveryRequestStatus s = request.getStatus();
    request.setStatus(with(s, "True", "Recovered", at));
    return mark(request);
  }

  /** One of automation's that was refused before it did anything. */
  public static RecoveryRequest refused(String name, String cluster, Instant at) {
    RecoveryRequest request = running(name, cluster, at);
    var none =
        new RecoveryRequestStatus(
            null, null, null, null, null, null, null, null, Trigger.AUTOMATIC, null);
    request.setStatus(with(none, "False", "SshUnreachable", at));
    return mark(request);
  }

  public static RecoveryRequest running(String name, String cluster, Instant at) {
    RecoveryRequest request = new RecoveryRequest();
    request.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace("halligan")
            .withCreationTimestamp(at.minusSeconds(61).toString())
            .withLabels(new TreeMap<>(Map.of(RequestFactory.CLUSTER_LABEL, cluster)))
            .build());
    request.setSpec(
        new RecoveryRequestSpec(
            new ObjectReference(cluster), null, "down", null, null, null, null));
    Instant begun = at.minusSeconds(60);
    List<RecoveryPlaybookSpec.Step> plan = BuiltInPlaybook.spec().steps();
    var timeline =
        new RecoveryRequestStatus.Timeline(
            begun.toString(), begun.toString(), begun.toString(), null, null, null, null);
    request.setStatus(
        with(
            new RecoveryRequestStatus(
                null,
                new RecoveryRequestStatus.Plan("built-in", "0".repeat(64), plan),
                plan.stream().map(each -> step(each.name(), each.action(), begun)).toList(),
                timeline,
                null,
                null,
                7L,
                1L,
                Trigger.MANUAL,
                null),
            "Unknown",
            "Running",
            at));
    return request;
  }

  public static RecoveryRequest mark(RecoveryRequest request) {
    request.getMetadata().getLabels().put(FinishedMark.LABEL, "true");
    return request;
  }

  /** Puts it on the server, with its status; returns what the server holds. */
  public static RecoveryRequest store(
      KubernetesClient client, String namespace, RecoveryRequest request) {
    RecoveryRequestStatus status = request.getStatus();
    request.getMetadata().setNamespace(namespace);
    request.setStatus(null);
    RecoveryRequest created = client.resource(request).create();
    created.setStatus(status);
    return client.resource(created).updateStatus();
  }

  private static RecoveryRequestStatus with(
      RecoveryRequestStatus s, String succeeded, String reason, Instant at) {
    var conditions = ConditionSet.of(null).with(Conditions.PLANNED, "True", "Planned", "", 1, at);
    conditions =
        conditions.with(
            Conditions.SUCCEEDED, succeeded, reason, "what happened ".repeat(30), 1, at);
    return new RecoveryRequestStatus(
        conditions.conditions(),
        s.plan(),
        s.steps(),
        s.timeline(),
        null,
        null,
        s.epoch(),
        1L,
        s.trigger(),
        null);
  }

  private static RecoveryRequestStatus.Step step(String name, ActionType action, Instant at) {
    ObjectNode seen = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < 14; i++) {
      seen.put("10.244.%d.%d".formatted(i, i), "pod telemetry/collector-%d at 12 %%".formatted(i));
    }
    return RecoveryRequestStatus.Step.planned(name, action)
        .withState(StepState.DONE)
        .withMessage("fence up on 3 of 3 hosts, the admin lane answers in 34 ms")
        .withStartedAt(at.toString())
        .withFinishedAt(at.plusSeconds(5).toString())
        .withJournal(Map.of("undo", seen, "progress", seen, "result", seen));
  }
}
