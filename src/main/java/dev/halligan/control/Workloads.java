package dev.halligan.control;

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

  /** Current replica count; empty if the workload is gone or has none (a DaemonSet). */
  Optional<Integer> replicas(WorkloadReference workload);

  /**
   * Scales the workload if it still has {@code expected}. True if it has {@code replicas} now;
   * false if it is gone or a person changed it meanwhile, and then that change stays.
   */
  boolean scale(WorkloadReference workload, int expected, int replicas);

  /**
   * The definition without status and server-set fields, as JSON, to recreate it; empty if it is
   * gone.
   */
  Optional<String> export(WorkloadReference workload);

  /** The UID of the object that has this name now; empty if none does. */
  Optional<String> uid(WorkloadReference workload);

  /** The result of a removal. */
  enum Removal {
    DELETED,
    /** No workload of that name exists. */
    GONE,
    /** A workload of that name exists, but it is another one: it was not touched. */
    ANOTHER
  }

  /**
   * Deletes the workload with that UID and requests the deletion of its pods. CONFLICT if it was
   * changed at that moment.
   */
  Removal remove(WorkloadReference workload, String uid);

  /** Remaining pods of the workload (by owner, even if the owner is already gone). */
  int podsLeft(WorkloadReference workload);

  /** Deletes remaining pods directly, for when the garbage collector is frozen. */
  void deletePods(WorkloadReference workload);

  /** Recreates the workload from {@link #export}; returns false if one of that name exists. */
  boolean recreate(String exported);
}
