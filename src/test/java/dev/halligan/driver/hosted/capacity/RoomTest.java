package dev.halligan.driver.hosted.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.control.ApiServerCapacity.Size;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomTest {
  private static final long MEBIBYTE = 1024 * 1024;
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Size NONE = new Size(0, 0);

  private static ResourceQuota quota(String spec, String hard, String used) {
    return YAML.unmarshal(
        "---\n{metadata: {name: q}, spec: %s, status: {hard: %s, used: %s}}"
            .formatted(spec, hard, used),
        ResourceQuota.class);
  }

  private static Node node(String name, String cpu, String memory) {
    return YAML.unmarshal(
        "---\n{metadata: {name: %s}, status: {allocatable: {cpu: '%s', memory: %s}}}"
            .formatted(name, cpu, memory),
        Node.class);
  }

  private static Pod pod(String node, String phase, String cpu, String memory) {
    return YAML.unmarshal(
        "---\n{spec: {nodeName: %s, containers: [{resources: {requests: {cpu: '%s', memory: %s}}}]}, status: {phase: %s}}"
            .formatted(node, cpu, memory, phase),
        Pod.class);
  }

  @Test
  void saysWhichQuotaLacksWhat() {
    var quota = quota("{}", "{limits.cpu: '4', requests.cpu: '1', pods: '3'}", "{limits.cpu: '3'}");

    assertThat(QuotaHeadroom.missing(List.of(quota), new ResourceDelta(new Size(1000, 1), NONE, 3)))
        .isEmpty();
    assertThat(QuotaHeadroom.missing(List.of(quota), new ResourceDelta(new Size(1500, 1), NONE, 4)))
        .containsExactly(
            "ResourceQuota q allows 3 pods: 0 are used and 4 more are needed",
            "ResourceQuota q allows 4 limits.cpu: 3 are used and 1.5 more are needed");
  }

  @Test
  void aQuotaOfOtherPodsDoesNotCount() {
    var need = new ResourceDelta(new Size(1500, 0), NONE, 0);
    var full = "{limits.cpu: '1'}";

    assertThat(QuotaHeadroom.missing(List.of(quota("{scopes: [Terminating]}", full, full)), need))
        .isEmpty();
    assertThat(
            QuotaHeadroom.missing(List.of(quota("{scopes: [NotTerminating]}", full, full)), need))
        .hasSize(1);
  }

  @Test
  void countsWhatIsLeftOnNodes() {
    var room = new NodeHeadroom(List.of(node("a", "2", "2Gi"), node("b", "1", "8Gi")));
    room.count(pod("a", "Running", "1500m", "1Gi"));
    room.count(pod("a", "Succeeded", "2", "2Gi"));
    room.count(pod("gone", "Running", "2", "2Gi"));

    assertThat(room.missingOn("a", new Size(500, 512 * MEBIBYTE))).isEmpty();
    assertThat(room.missingOn("a", new Size(600, 0)))
        .contains("node a has 500m CPU and 1024 MiB free, 600m CPU and 0 MiB are needed");
    assertThat(room.missingFor(new Size(1000, 4096 * MEBIBYTE))).isEmpty();
    assertThat(room.missingFor(new Size(1500, 0)).orElseThrow()).contains("node a", "node b");

    room.leave(pod("a", "Running", "1500m", "1Gi"));
    assertThat(room.missingFor(new Size(1500, 0))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | {} | {} | true",
        "{} | {unschedulable: true} | {} | false",
        "{a: b} | {} | {nodeSelector: {a: b}} | true",
        "{a: c} | {} | {nodeSelector: {a: b}} | false",
        "{} | {taints: [{key: cp, effect: NoSchedule}]} | {} | false",
        "{} | {taints: [{key: cp, effect: PreferNoSchedule}]} | {} | true",
        "{} | {taints: [{key: cp, effect: NoSchedule}]} | {tolerations: [{key: cp, operator: Exists}]} | true",
        "{} | {taints: [{key: cp, value: x, effect: NoExecute}]} | {tolerations: [{key: cp, value: y}]} | false",
        "{} | {taints: [{key: cp, value: x, effect: NoExecute}]} | {tolerations: [{operator: Exists}]} | true"
      })
  void aPodFitsWhereLabelsAndTaintsLetIt(String labels, String node, String pod, boolean takes) {
    var place =
        YAML.unmarshal(
            "---\n{metadata: {labels: %s}, spec: %s, status: {allocatable: {cpu: '1'}, conditions: [{type: Ready, status: 'True'}]}}"
                .formatted(labels, node),
            Node.class);
    var server = YAML.unmarshal("---\n{spec: " + pod + "}", Pod.class);

    assertThat(Schedulability.takes(place, server)).isEqualTo(takes);
  }

  @Test
  void atItsWorstARolloutHasAllNewPodsAndItsSurge() {
    var now = new Resources(Map.of(), Map.of());
    var then = now.grownTo(new Size(1000, 0));
    var whole = new ResourceDelta(new Size(700, 0), new Size(100, 0), 1);

    assertThat(new Rollout(true, 1).need(now, then, whole, 3))
        .isEqualTo(new ResourceDelta(new Size(3700, 0), new Size(3100, 0), 1));
  }
}
