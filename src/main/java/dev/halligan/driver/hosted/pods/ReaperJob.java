package dev.halligan.driver.hosted.pods;

import dev.halligan.control.GuardedClient;
import dev.halligan.sidecar.ExpiryReaper;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the {@link ExpiryReaper} of one hosted control plane as a Job in the operator's namespace,
 * so that fence and freeze end in time even if every operator is gone. Throws ControlFailure.
 */
public final class ReaperJob {
  private static final int SECONDS_TO_LIVE_AFTER_THE_END = 30;

  /** A reaper that fails is restarted, because without it a fence may outlive its expiry. */
  private static final int RETRIES = 20;

  private final GuardedClient management;
  private final OperatorPod own;
  private final String cluster;
  private final ExpiryReaper.ReaperTargets ward;

  public ReaperJob(
      GuardedClient management, OperatorPod own, String cluster, ExpiryReaper.ReaperTargets ward) {
    this.management = management;
    this.own = own;
    this.cluster = cluster;
    this.ward = ward;
  }

  /** Ensures that a reaper is running. */
  public void ensure() {
    var present = management.read("read the reaper Job", c -> Optional.ofNullable(job(c).get()));
    if (present.isPresent() && !hasEnded(present.get())) {
      return;
    }
    present.ifPresent(_ -> dismiss());
    var spec = own.beside(ward.arguments(), true);
    var job =
        new JobBuilder()
            .withNewMetadata()
            .withNamespace(own.namespace())
            .withName(name())
            .withLabels(Map.of("halligan.dev/cluster", cluster))
            .endMetadata()
            .withNewSpec()
            .withBackoffLimit(RETRIES)
            .withTtlSecondsAfterFinished(SECONDS_TO_LIVE_AFTER_THE_END)
            .withNewTemplate()
            .withNewMetadata()
            .addToLabels("app.kubernetes.io/name", "halligan-reaper")
            .endMetadata()
            .withSpec(spec)
            .endTemplate()
            .endSpec()
            .build();
    management.write("start the reaper Job", c -> c.resource(job).create());
  }

  /** Deletes the reaper when nothing is left that could outlive its expiry. */
  public void dismiss() {
    management.write("delete the reaper Job", c -> job(c).delete());
  }

  private static boolean hasEnded(Job job) {
    return job.getMetadata().getDeletionTimestamp() != null
        || job.getStatus() != null
            && job.getStatus().getConditions().stream()
                .filter(c -> "True".equals(c.getStatus()))
                .anyMatch(c -> c.getType().equals("Complete") || c.getType().equals("Failed"));
  }

  private Resource<Job> job(KubernetesClient client) {
    return client.batch().v1().jobs().inNamespace(own.namespace()).withName(name());
  }

  private String name() {
    return "halligan-reaper-" + cluster;
  }
}
