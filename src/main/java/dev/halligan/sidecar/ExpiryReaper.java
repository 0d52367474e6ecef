package dev.halligan.sidecar;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that ends a fence and a freeze of a hosted control plane if they are not renewed in
 * time, regardless of the operator's state. It exits when nothing is left to end.
 */
public final class ExpiryReaper {
  /** On a fence in front of pods: when to delete it; RFC 3339. */
  public static final String EXPIRES_AT = "halligan.dev/expires-at";

  private static final Logger log = LoggerFactory.getLogger(ExpiryReaper.class);

  /** The reaper starts before the fence or freeze that it watches. */
  private static final Duration NOTHING_YET = Duration.ofSeconds(60);

  /**
   * What the reaper watches.
   *
   * @param controllers Deployment/NAME or StatefulSet/NAME of the controller-manager; null for none
   */
  public record ReaperTargets(String namespace, String policy, String controllers) {

    /** As {@link #parse} reads them. */
    public List<String> arguments() {
      var arguments = new ArrayList<>(List.of("reaper", namespace, policy));
      if (controllers != null) {
        arguments.add(controllers);
      }
      return List.copyOf(arguments);
    }

    static ReaperTargets parse(List<String> arguments) {
      if (arguments.size() < 3 || arguments.size() > 4) {
        throw new IllegalArgumentException(
            "usage: reaper NAMESPACE POLICY [Deployment/NAME|StatefulSet/NAME]; nothing started");
      }
      return new ReaperTargets(
          arguments.get(1), arguments.get(2), arguments.size() == 4 ? arguments.get(3) : null);
    }
  }

  private final KubernetesClient client;
  private final ReaperTargets ward;
  private final Clock clock;
  private final Instant startedAt;

  ExpiryReaper(KubernetesClient client, ReaperTargets ward, Clock clock) {
    this.client = client;
    this.ward = ward;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /** For {@code java -jar halligan.jar reaper ...}; returns when nothing is left to end. */
  public static void main(KubernetesClient client, List<String> arguments, Clock clock)
      throws InterruptedException {
    var reaper = new ExpiryReaper(client, ReaperTargets.parse(arguments), clock);
    while (!reaper.lookQuietly()) {
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private boolean lookQuietly() {
    try {
      return look();
    } catch (KubernetesClientException e) {
      log.atWarn()
          .addKeyValue("status", e.getCode())
          .log("the management cluster does not answer the reaper; retrying");
      return false;
    }
  }

  /** One pass; true if nothing is left to end. */
  boolean look() {
    var policy = Optional.ofNullable(policy().get());
    var controllers = workload().flatMap(r -> Optional.ofNullable(r.get()));
    var frozen = controllers.flatMap(FreezeAnnotations::on);
    var now = clock.instant();
    policy.filter(p -> hasExpired(p, now)).ifPresent(this::delete);
    if (frozen.filter(f -> f.hasExpired(now)).isPresent()) {
      bringBack(controllers.get(), frozen.get());
    }
    return policy.isEmpty() && frozen.isEmpty() && now.isAfter(startedAt.plus(NOTHING_YET));
  }

  /** An expiry that cannot be read has passed, so that no fence stays forever. */
  static boolean hasExpired(HasMetadata policy, Instant now) {
    var annotations = policy.getMetadata().getAnnotations();
    var text = annotations == null ? null : annotations.get(EXPIRES_AT);
    try {
      return text == null || !now.isBefore(Instant.parse(text));
    } catch (DateTimeException unreadable) {
      return true;
    }
  }

  /** Unless someone has renewed it since it was read. */
  private void delete(NetworkPolicy policy) {
    var version = policy.getMetadata().getResourceVersion();
    unlessChanged(() -> policy().lockResourceVersion(version).delete());
    log.atWarn()
        .addKeyValue("policy", ward.namespace() + "/" + ward.policy())
        .log("lifted a fence that was not renewed");
  }

  private void bringBack(HasMetadata controllers, FreezeAnnotations frozen) {
    var patch =
        FreezeAnnotations.ending(controllers.getMetadata().getResourceVersion(), frozen.replicas());
    unlessChanged(
        () -> workload().orElseThrow().patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    log.atWarn()
        .addKeyValue("workload", ward.namespace() + "/" + ward.controllers())
        .log("ended a freeze that was not renewed");
  }

  private static void unlessChanged(Runnable act) {
    try {
      act.run();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
          && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  private Resource<NetworkPolicy> policy() {
    return client
        .network()
        .v1()
        .networkPolicies()
        .inNamespace(ward.namespace())
        .withName(ward.policy());
  }

  private Optional<Resource<? extends HasMetadata>> workload() {
    if (ward.controllers() == null) {
      return Optional.empty();
    }
    var words = ward.controllers().split("/", 2);
    var apps = client.apps();
    return Optional.of(
        words[0].equals("StatefulSet")
            ? apps.statefulSets().inNamespace(ward.namespace()).withName(words[1])
            : apps.deployments().inNamespace(ward.namespace()).withName(words[1]));
  }
}
