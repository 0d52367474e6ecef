package dev.halligan.control.pods;

import dev.halligan.control.AdminLane;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the {@link Keeper} of one hosted control plane as a Job beside the operator, so that fence
 * and freeze end in time though every operator is gone. Throws ControlFailure.
 */
public final class KeeperJob {
  private static final int SECONDS_TO_LIVE_AFTER_THE_END = 30;

  /** A keeper that fails is started again: a fence without one may outlive its time. */
  private static final int RETRIES = 20;

  private final AdminLane management;
  private final OwnPod own;
  private final String cluster;
  private final Keeper.Ward ward;

  public KeeperJob(AdminLane management, OwnPod own, String cluster, Keeper.Ward ward) {
    this.management = management;
    this.own = own;
    this.cluster = cluster;
    this.ward = ward;
  }

  /** There is one afterwards that has not ended. */
  public void ensure() {
    var present = management.read("look for the keeper", c -> Optional.ofNullable(job(c).get()));
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
            .addToLabels("app.kubernetes.io/name", "halligan-keeper")
            .endMetadata()
            .withSpec(spec)
            .endTemplate()
            .endSpec()
            .build();
    management.write("start the keeper", c -> c.resource(job).create());
  }

  /** It is not needed any more; there is nothing left that could outlive its time. */
  public void dismiss() {
    management.write("dismiss the keeper", c -> job(c).delete());
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
    return "halligan-keeper-" + cluster;
  }
}
