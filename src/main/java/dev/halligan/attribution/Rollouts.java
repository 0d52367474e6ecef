package dev.halligan.attribution;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.CulpritEvidence.Rollout;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The known workloads. A Job of a CronJob counts as the CronJob, because removing the Job alone
 * would last only until the next one. The CronJob controller names its Jobs after the CronJob and
 * the scheduled minute. Other Jobs of one account count as one, {@link #JOBS}: whoever makes them
 * makes more.
 */
final class Rollouts {

  /** The kind that stands for several Jobs; its name is their account. */
  static final String JOBS = "Jobs";

  private static final String JOB = "Job";
  private static final Pattern SCHEDULED = Pattern.compile("(.+)-[0-9]+");

  private final Map<WorkloadReference, Rollout> byWorkload = new LinkedHashMap<>();
  private final Map<WorkloadReference, WorkloadReference> together = new HashMap<>();
  private final Map<WorkloadReference, Long> jobs;
  private final Set<WorkloadReference> cronJobs;
  private final Map<String, List<Rollout>> byUser;

  Rollouts(List<Rollout> rollouts) {
    cronJobs =
        rollouts.stream()
            .map(Rollout::workload)
            .filter(one -> one.kind().equals("CronJob"))
            .collect(Collectors.toSet());
    jobs =
        rollouts.stream()
            .filter(this::isLoneJob)
            .collect(Collectors.groupingBy(Rollouts::ofItsAccount, Collectors.counting()));
    rollouts.stream()
        .filter(this::isLoneJob)
        .filter(job -> jobs.get(ofItsAccount(job)) > 1)
        .forEach(job -> together.put(job.workload(), ofItsAccount(job)));
    rollouts.forEach(
        rollout -> byWorkload.merge(owner(rollout.workload()), rollout, Rollouts::sum));
    byWorkload.replaceAll(Rollouts::named);
    byUser = byWorkload.values().stream().collect(Collectors.groupingBy(IdentityShares::user));
  }

  /** The workload to remove: the CronJob or the others of a Job, otherwise the workload itself. */
  WorkloadReference owner(WorkloadReference workload) {
    return cronJob(workload).orElseGet(() -> together.getOrDefault(workload, workload));
  }

  Optional<Rollout> find(WorkloadReference workload) {
    return Optional.ofNullable(byWorkload.get(workload));
  }

  /** How many Jobs {@link #JOBS} stands for. */
  long jobs(WorkloadReference workload) {
    return jobs.getOrDefault(workload, 1L);
  }

  /** How well its newest change explains the onset, by {@link ChangeRecency}. */
  ToDoubleFunction<WorkloadReference> recency(Instant onset) {
    return workload -> ChangeRecency.of(find(workload).map(Rollout::changedAt).orElse(null), onset);
  }

  List<Rollout> all() {
    return List.copyOf(byWorkload.values());
  }

  List<Rollout> runningAs(String user) {
    return byUser.getOrDefault(user, List.of());
  }

  private boolean isLoneJob(Rollout rollout) {
    return rollout.workload().kind().equals(JOB) && cronJob(rollout.workload()).isEmpty();
  }

  private static WorkloadReference ofItsAccount(Rollout job) {
    return new WorkloadReference(
        JOBS, job.workload().namespace(), IdentityShares.account(job.serviceAccount()));
  }

  private Optional<WorkloadReference> cronJob(WorkloadReference workload) {
    var name = SCHEDULED.matcher(workload.name());
    if (!workload.kind().equals(JOB) || !name.matches()) {
      return Optional.empty();
    }
    var owner = new WorkloadReference("CronJob", workload.namespace(), name.group(1));
    return Optional.of(owner).filter(cronJobs::contains);
  }

  private static Rollout named(WorkloadReference workload, Rollout rollout) {
    return new Rollout(
        workload, rollout.changedAt(), rollout.pods(), rollout.nodes(), rollout.serviceAccount());
  }

  private static Rollout sum(Rollout one, Rollout other) {
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
