package dev.halligan.driver.hosted.fence;

import dev.halligan.driver.hosted.fence.FenceAnnotation.Stage;
import dev.halligan.net.CidrSampler;
import dev.halligan.sidecar.ExpiryReaper;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fence as a NetworkPolicy: its content, and what can be read from it. Pure.
 *
 * @param namespace of the API-server pods
 * @param selector labels that exactly the API-server pods carry
 * @param operatorNamespace where the operator's own pods are
 */
record FencePolicy(
    String cluster, String namespace, Map<String, String> selector, String operatorNamespace) {
  /** On a fence in front of pods: the epoch of the leader that wrote it. */
  static final String EPOCH = "halligan.dev/epoch";

  /**
   * On a fence in front of pods: who is admitted and how far the fence has been proved, as JSON.
   */
  static final String NOTE = "halligan.dev/fence-note";

  /** Label of a fence in front of pods: the cluster it guards. */
  static final String LABEL = "halligan.dev/fence";

  private static final String APP = "app.kubernetes.io/name";
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
  private static final String OPERATOR = "halligan";

  static String name(String cluster) {
    return "halligan-fence-" + cluster;
  }

  String name() {
    return name(cluster);
  }

  /** {@code version}: null if there is no policy yet; otherwise a later write makes it fail. */
  NetworkPolicy render(FenceAnnotation note, Instant expiresAt, long epoch, String version) {
    return new NetworkPolicyBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name())
        .withResourceVersion(version)
        .addToLabels(LABEL, cluster)
        .addToAnnotations(
            ExpiryReaper.EXPIRES_AT, expiresAt.truncatedTo(ChronoUnit.SECONDS).toString())
        .addToAnnotations(EPOCH, Long.toString(epoch))
        .addToAnnotations(NOTE, note.json())
        .endMetadata()
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(selector)
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .addNewIngress()
        .withFrom(peers(note))
        .endIngress()
        .endSpec()
        .build();
  }

  private List<NetworkPolicyPeer> peers(FenceAnnotation note) {
    var always = Stream.of(sameNamespace(), pods(OPERATOR));
    var fenceProbe =
        note.stage() == Stage.POSTED ? Stream.of(pods(FenceProbePods.APP)) : Stream.empty();
    var admins = note.admins().stream().map(FencePolicy::range);
    var cohorts =
        note.admitted().stream()
            .flatMap(c -> CidrSampler.of(c.cidrs(), c.share()).stream())
            .distinct()
            .map(FencePolicy::range);
    return Stream.of(always, fenceProbe, admins, cohorts)
        .flatMap(s -> s.map(NetworkPolicyPeer.class::cast))
        .toList();
  }

  /** etcd, controller-manager, scheduler, konnectivity. */
  private static NetworkPolicyPeer sameNamespace() {
    return new NetworkPolicyPeerBuilder().withNewPodSelector().endPodSelector().build();
  }

  private NetworkPolicyPeer pods(String app) {
    return new NetworkPolicyPeerBuilder()
        .withNewNamespaceSelector()
        .addToMatchLabels(NAMESPACE_NAME, operatorNamespace)
        .endNamespaceSelector()
        .withNewPodSelector()
        .addToMatchLabels(APP, app)
        .endPodSelector()
        .build();
  }

  private static NetworkPolicyPeer range(String cidr) {
    return new NetworkPolicyPeerBuilder().withNewIpBlock().withCidr(cidr).endIpBlock().build();
  }

  /** Empty if a person wrote something else under this name. */
  static Optional<FenceAnnotation> note(NetworkPolicy policy) {
    return FenceAnnotation.parse(annotation(policy, NOTE));
  }

  /** In the past if it is missing. */
  static Instant expiresAt(NetworkPolicy policy) {
    var text = annotation(policy, ExpiryReaper.EXPIRES_AT);
    return text == null ? Instant.EPOCH : Instant.parse(text);
  }

  static long epoch(NetworkPolicy policy) {
    var text = annotation(policy, EPOCH);
    return text == null ? 0 : Long.parseLong(text);
  }

  static Instant raisedAt(NetworkPolicy policy) {
    return Instant.parse(policy.getMetadata().getCreationTimestamp());
  }

  private static String annotation(NetworkPolicy policy, String key) {
    var annotations = policy.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(key);
  }
}
