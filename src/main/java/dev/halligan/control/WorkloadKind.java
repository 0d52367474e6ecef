package dev.halligan.control;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.control.ControlFailure.Reason;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of workload that can be named as a culprit. */
public enum WorkloadKind {
  DAEMON_SET("DaemonSet", "apps", "daemonsets"),
  DEPLOYMENT("Deployment", "apps", "deployments"),
  STATEFUL_SET("StatefulSet", "apps", "statefulsets"),
  CRON_JOB("CronJob", "batch", "cronjobs"),
  JOB("Job", "batch", "jobs");

  private final String kind;
  private final ResourceDefinitionContext context;

  WorkloadKind(String kind, String group, String plural) {
    this.kind = kind;
    this.context =
        new ResourceDefinitionContext.Builder()
            .withKind(kind)
            .withGroup(group)
            .withVersion("v1")
            .withPlural(plural)
            .withNamespaced(true)
            .build();
  }

  String word() {
    return kind;
  }

  public ResourceDefinitionContext context() {
    return context;
  }

  /** Suspended or not, instead of a number of replicas. */
  public boolean isSuspendable() {
    return this == CRON_JOB || this == JOB;
  }

  public static WorkloadKind of(WorkloadReference workload) {
    return named(workload.kind())
        .orElseThrow(
            () ->
                new ControlFailure(
                    Reason.UNSUPPORTED,
                    workload + " was not changed: Halligan can neither scale nor remove this kind",
                    "name a DaemonSet, Deployment, StatefulSet, CronJob or Job"));
  }

  private static Optional<WorkloadKind> named(String kind) {
    return Stream.of(values()).filter(k -> k.kind.equals(kind)).findFirst();
  }
}
