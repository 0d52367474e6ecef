package dev.halligan.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.Approvals;
import dev.halligan.api.v1alpha1.Conditions;
import dev.halligan.api.v1alpha1.Mode;
import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.api.v1alpha1.RecoveryRequestSpec;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.Trigger;
import dev.halligan.recovery.record.RequestAnnotations;
import dev.halligan.status.ConditionSet;
import dev.halligan.testing.ApiServer;
import dev.halligan.testing.WithApiServer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The gate on a real API server, where people edit what they may edit. */
@ExtendWith(WithApiServer.class)
class ApprovalIT {
  private static final Map<String, String> LABEL = Map.of("halligan.dev/trigger", "automatic");

  private KubernetesClient client;
  private String namespace;
  private Passes passes;

  @BeforeEach
  void start(ApiServer server) {
    client = server.client();
    namespace = server.newNamespace();
    passes = new Passes(client, namespace);
  }

  @AfterEach
  void close() {
    passes.close();
  }

  @Test
  void takingTheLabelOffAWaitingRequestDoesNotStartIt() throws Exception {
    passes.cluster(Mode.APPROVE, Approvals.Manual.NOT_NEEDED);
    create("r", Trigger.AUTOMATIC, LABEL);
    passes.over("r", 2);
    assertThat(condition("r", Conditions.APPROVED)).isEqualTo("False WaitingForApproval");

    edit("r", Map.of(), null);
    passes.over("r", 3);

    assertThat(find("r").getMetadata().getLabels()).isNullOrEmpty();
    assertThat(condition("r", Conditions.APPROVED)).isEqualTo("False WaitingForApproval");
    assertThat(hasBegun("r")).isFalse();
  }

  @Test
  void aRequestByHandWaitsLoudlyAndItsApprovalHolds() throws Exception {
    passes.cluster(Mode.OBSERVE, null);
    create("r", null, Map.of());
    passes.over("r", 3);

    assertThat(find("r").getStatus().trigger()).isEqualTo(Trigger.MANUAL);
    assertThat(condition("r", Conditions.STALLED)).isEqualTo("True WaitingForApproval");
    assertThat(passes.told)
        .as("once, and not in every pass")
        .singleElement()
        .asString()
        .contains(
            "WaitingForApproval",
            "kubectl annotate -n %s rr r halligan.dev/approved-by=".formatted(namespace));
    assertThat(hasBegun("r")).isFalse();

    edit("r", Map.of(), Map.of(RequestAnnotations.APPROVED_BY, "ada"));
    passes.over("r", 1);
    edit("r", Map.of(), Map.of());
    passes.over("r", 1);

    assertThat(hasBegun("r")).isTrue();
    assertThat(find("r").getStatus().approvedBy()).isEqualTo("ada");
    assertThat(condition("r", Conditions.APPROVED)).isEqualTo("True ApprovedByPerson");
    assertThat(condition("r", Conditions.STALLED)).startsWith("False");
  }

  @Test
  void theClusterMayFreePeopleOfIt() throws Exception {
    passes.cluster(Mode.OBSERVE, Approvals.Manual.NOT_NEEDED);
    create("r", null, Map.of());

    passes.over("r", 1);

    assertThat(hasBegun("r")).isTrue();
  }

  @Test
  void whatAnEarlierVersionBeganGoesOn() throws Exception {
    passes.cluster(Mode.AUTOMATIC, null);
    create("r", null, LABEL);
    passes.over("r", 1);
    asAnEarlierVersionLeft("r");

    passes.cluster(Mode.OBSERVE, null);
    passes.over("r", 2);

    assertThat(find("r").getStatus().trigger()).isNull();
    assertThat(condition("r", Conditions.APPROVED)).isEqualTo("True ApprovalNotNeeded");
    assertThat(condition("r", Conditions.PROGRESSING)).startsWith("True");
  }

  @Test
  void whatWaitedUnderAnEarlierVersionWaitsOn() throws Exception {
    passes.cluster(Mode.APPROVE, null);
    create("r", null, LABEL);
    passes.over("r", 1);
    asAnEarlierVersionLeft("r");

    passes.cluster(Mode.APPROVE, Approvals.Manual.NOT_NEEDED);
    edit("r", Map.of(), null);
    passes.over("r", 2);

    assertThat(condition("r", Conditions.STALLED)).isEqualTo("True WaitingForApproval");
    assertThat(hasBegun("r")).isFalse();
  }

  private void create(String name, Trigger trigger, Map<String, String> labels) {
    var request = new RecoveryRequest();
    request.setMetadata(
        new ObjectMetaBuilder().withNamespace(namespace).withName(name).withLabels(labels).build());
    request.setSpec(
        new RecoveryRequestSpec(
            new ObjectReference("eu-1"), null, "down", null, null, null, trigger));
    client.resource(request).create();
  }

  private void edit(String name, Map<String, String> labels, Map<String, String> annotations) {
    client
        .resource(find(name))
        .edit(
            r -> {
              r.getMetadata().setLabels(labels);
              r.getMetadata().setAnnotations(annotations);
              return r;
            });
  }

  /** It noted no origin, and did not call a waiting recovery stalled. */
  private void asAnEarlierVersionLeft(String name) {
    RecoveryRequest request = find(name);
    RecoveryRequestStatus s = request.getStatus();
    request.setStatus(
        new RecoveryRequestStatus(
            s.conditions().stream().filter(c -> !c.getType().equals(Conditions.STALLED)).toList(),
            s.plan(),
            s.steps(),
            s.timeline(),
            s.culprits(),
            s.admitted(),
            s.epoch(),
            s.observedGeneration(),
            null,
            null));
    client.resource(request).updateStatus();
  }

  private boolean hasBegun(String name) {
    return find(name).getStatus().steps().stream().anyMatch(s -> s.startedAt() != null);
  }

  private String condition(String name, String type) {
    return ConditionSet.of(find(name).getStatus().conditions())
        .get(type)
        .map((Condition c) -> c.getStatus() + " " + c.getReason())
        .orElse("absent");
  }

  private RecoveryRequest find(String name) {
    return client.resources(RecoveryRequest.class).inNamespace(namespace).withName(name).get();
  }
}
