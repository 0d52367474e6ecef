package dev.halligan.operator;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedCluster;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryPlaybook;
import dev.halligan.api.v1alpha1.RecoveryRequest;
import dev.halligan.control.AdminLane;
import dev.halligan.control.Epoch;
import dev.halligan.diagnosis.Verdict;
import dev.halligan.operator.Resolution.NoLongerNeeded;
import dev.halligan.operator.Resolution.NotYet;
import dev.halligan.operator.Resolution.Ready;
import dev.halligan.operator.Resolution.Refused;
import dev.halligan.recovery.Consent;
import dev.halligan.recovery.Kubectl;
import dev.halligan.recovery.Planning;
import dev.halligan.recovery.Situation;
import dev.halligan.target.ClusterKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Finds what a request names: its cluster, playbook, hands and eyes. Reads only. */
final class Resolver {
  private final KubernetesClient client;
  private final Watches watches;
  private final Epoch epoch;
  private final Clock clock;

  Resolver(KubernetesClient client, Watches watches, Epoch epoch, Clock clock) {
    this.client = client;
    this.epoch = epoch;
    this.watches = watches;
    this.clock = clock;
  }

  Resolution resolve(RecoveryRequest request, boolean begun) {
    String name = RequestBook.cluster(request);
    ClusterKey key = new ClusterKey(request.getMetadata().getNamespace(), name);
    Optional<Watches.Standing> standing = watches.find(key);
    if (standing.isEmpty()) {
      return cluster(key).isPresent()
          ? new NotYet("the watch of the cluster is starting")
          : new Refused(
              Reasons.CLUSTER_NOT_FOUND,
              "there is no ProtectedCluster %s in namespace %s. Name one of: kubectl get protectedclusters -n %s"
                  .formatted(name, key.namespace(), key.namespace()));
    }
    return switch (standing.get()) {
      case Watches.Refused(Finding f) -> new Refused(f.reason(), f.message());
      case Watches.Watched(WatchedCluster watched) -> ready(request, watched, begun);
    };
  }

  private Resolution ready(RecoveryRequest request, WatchedCluster watched, boolean begun) {
    Optional<Refused> other = begun ? Optional.empty() : otherRequest(request);
    if (other.isPresent()) {
      return other.get();
    }
    Optional<Verdict> verdict = watched.watch().outlook().map(Outlook::verdict);
    if (Waiting.isUnsure(request, verdict, clock.instant())) {
      return new NotYet("the watch has not looked yet");
    }
    if (Waiting.isMoot(request, verdict, clock.instant())) {
      return new NoLongerNeeded(moot(request, verdict.orElseThrow()));
    }
    Optional<Resolution> closed =
        begun || RequestBook.isDryRun(request) ? Optional.empty() : wayIn(watched);
    return closed.orElseGet(
        () ->
            new Ready(
                situation(request, watched, verdict),
                () -> planning(request, watched.watch().target().spec()),
                verdict.orElse(null)));
  }

  private static String moot(RecoveryRequest request, Verdict verdict) {
    return Waiting.waits(request)
        ? "nobody approved, and the API server has been healthy for %d minutes without it. Nothing was done to the cluster"
            .formatted(Waiting.PATIENCE.toMinutes())
        : "the recovery was kept from starting, and the verdict is %s by now: %s Nothing was done to the cluster. When it is overloaded again, a new request is made; to recover it all the same, make one by hand"
            .formatted(verdict.word(), String.join(" ", verdict.evidence()));
  }

  /** Before anything is done; later a path that fails is the step's to deal with. */
  private static Optional<Resolution> wayIn(WatchedCluster watched) {
    Optional<Finding> found = watched.watch().outlook().map(Outlook::breakGlass);
    if (found.isEmpty() || found.get().status().equals("Unknown")) {
      return Optional.of(new NotYet("the way in is being proven"));
    }
    return found.filter(f -> !f.isTrue()).map(f -> new Refused(f.reason(), f.message()));
  }

  private Optional<Refused> otherRequest(RecoveryRequest request) {
    if (RequestBook.isDryRun(request)) {
      return Optional.empty();
    }
    return new RequestReader(client)
        .unfinished(request.getMetadata().getNamespace())
        .active(RequestBook.cluster(request))
        .filter(a -> !a.getMetadata().getName().equals(request.getMetadata().getName()))
        .map(active -> new Refused(Reasons.ALREADY_RECOVERING, otherRequestDoes(active)));
  }

  /** Two that could both begin are never left: the one that waits is one word from starting. */
  private static String otherRequestDoes(RecoveryRequest active) {
    String name = active.getMetadata().getName();
    Kubectl kubectl = new Kubectl(active.getMetadata().getNamespace(), name);
    return Waiting.waits(active)
        ? "RecoveryRequest %s for this cluster waits for an approval and was left alone. To recover the cluster now, approve that one: `%s`. To have this one instead, end that one and make this one again: `%s`"
            .formatted(name, kubectl.approve(), kubectl.abort())
        : "RecoveryRequest %s is recovering this cluster and was left alone. Follow that one, or abort it first with spec.abort"
            .formatted(name);
  }

  private Situation situation(
      RecoveryRequest request, WatchedCluster watched, Optional<Verdict> verdict) {
    ProtectedClusterSpec spec = watched.watch().target().spec();
    Map<String, String> annotations =
        Optional.ofNullable(request.getMetadata().getAnnotations()).orElse(Map.of());
    return new Situation(
        request.getSpec(),
        spec,
        Consent.of(Waiting.needsApproval(request, spec, verdict), annotations),
        watched.hands(),
        watched.watch().lanes(),
        watched.watch().evidence(),
        new SecretKeeping(AdminLane.unguarded(client, epoch), request),
        clock);
  }

  private Planning planning(RecoveryRequest request, ProtectedClusterSpec spec) {
    ObjectReference named =
        request.getSpec().playbook() != null ? request.getSpec().playbook() : spec.playbook();
    return new Playbooks(this::playbook).plan(request.getMetadata().getNamespace(), named);
  }

  private Optional<RecoveryPlaybook> playbook(String namespace, String name) {
    return Optional.ofNullable(
        client.resources(RecoveryPlaybook.class).inNamespace(namespace).withName(name).get());
  }

  private Optional<ProtectedCluster> cluster(ClusterKey key) {
    return key.name() == null
        ? Optional.empty()
        : Optional.ofNullable(
            client
                .resources(ProtectedCluster.class)
                .inNamespace(key.namespace())
                .withName(key.name())
                .get());
  }
}
