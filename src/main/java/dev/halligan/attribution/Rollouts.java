package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * The known workloads. A Job of a CronJob counts as the CronJob, because removing the Job alone
 * would last only until the next one. The CronJob controller names its Jobs after the CronJob and
 * the scheduled minute.
 */
final class Rollouts {

  private static final Pattern SCHEDULED = Pattern.compile("(.+)-[0-9]+");

  private final Map<WorkloadReference, Rollout> byWorkload = new LinkedHashMap<>();

  Rollouts(List<Rollout> rollouts) {
    rollouts.stream()
        .filter(rollout -> cronJob(rollout.workload(), rollouts).isEmpty())
        .forEach(rollout -> byWorkload.merge(rollout.workload(), rollout, Rollouts::together));
    rollouts.forEach(
        job ->
            cronJob(job.workload(), rollouts)
                .ifPresent(owner -> byWorkload.merge(owner, job, Rollouts::together)));
  }

  /** The workload to remove: the CronJob of a Job, otherwise the workload itself. */
  WorkloadReference owner(WorkloadReference workload) {
    return cronJob(workload, List.copyOf(byWorkload.values())).orElse(workload);
  }

  Optional<Rollout> find(WorkloadReference workload) {
    return Optional.ofNullable(byWorkload.get(workload));
  }

  /** How well its newest change explains the onset, by {@link ChangeRecency}. */
  ToDoubleFunction<WorkloadReference> recency(Instant onset) {
    return workload -> ChangeRecency.of(find(workload).map(Rollout::changedAt).orElse(null), onset);
  }

  List<Rollout> all() {
    return List.copyOf(byWorkload.values());
  }

  private static Optional<WorkloadReference> cronJob(
      WorkloadReference workload, List<Rollout> rollouts) {
    var name = SCHEDULED.matcher(workload.name());
    if (!workload.kind().equals("Job") || !name.matches()) {
      return Optional.empty();
    }
    var owner = new WorkloadReference("CronJob", workload.namespace(), name.group(1));
    return rollouts.stream().map(Rollout::workload).filter(owner::equals).findFirst();
  }

  private static Rollout together(Rollout one, Rollout other) {
    return new Rollout(
        one.workload(),
        later(one.changedAt(), other.changedAt()),
        one.pods() + other.pods(),
        Math.max(one.nodes(), other.nodes()),
        one.serviceAccount() == null ? other.serviceAccount() : one.serviceAccount());
  }

  private static Instant later(Instant one, Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }
}
