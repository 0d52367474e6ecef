package dev.halligan.control.workloads;

import dev.halligan.api.v1alpha1.WorkloadReference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Workloads of the protected cluster, over the admin lane. Calls are idempotent, throw
 * ControlFailure.
 */
public interface Workloads {

  /** The kinds that can be named, as Kubernetes spells them. */
  static List<String> kinds() {
    return Stream.of(WorkloadKind.values()).map(WorkloadKind::word).toList();
  }

  /** Replica count as it is now; empty when the workload is gone or has none (a DaemonSet). */
  Optional<Integer> replicas(WorkloadReference workload);

  /**
   * Scales if the workload still has {@code expected}; true when it has {@code replicas} now, false
   * when a person changed it meanwhile, or it is gone: theirs stays.
   */
  boolean scale(WorkloadReference workload, int expected, int replicas);

  /**
   * The definition without status and server-set fields, as JSON, to create it again; empty when
   * gone.
   */
  Optional<String> export(WorkloadReference workload);

  /** Which object bears the name now; empty when none does. */
  Optional<String> uid(WorkloadReference workload);

  /** What came of a removal. */
  enum Removal {
    DELETED,
    /** None of that name is there. */
    GONE,
    /** One of that name is there, but not the one that was meant: it was left alone. */
    ANOTHER
  }

  /**
   * Deletes the workload of that uid and asks for its pods to go too. CONFLICT when it was changed
   * in that moment.
   */
  Removal remove(WorkloadReference workload, String uid);

  /** Pods of the workload that are still there (by owner, also of an owner already gone). */
  int podsLeft(WorkloadReference workload);

  /** Deletes pods left behind directly, for when the garbage collector is frozen. */
  void deletePods(WorkloadReference workload);

  /**
   * Creates the workload from {@link #export}; false when one of that name exists: theirs stays.
   */
  boolean recreate(String exported);
}
