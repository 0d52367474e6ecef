package dev.halligan.recovery.action;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.recovery.step.WorkloadNames;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What RemoveRollout journals. */
final class Removal {
  private Removal() {}

  /** What undoes it: the objects to delete, and the users to jail until they are gone. */
  record Undo(List<Removed> rollouts, List<String> jailed) {
    Undo {
      rollouts = rollouts == null ? List.of() : List.copyOf(rollouts);
      jailed = jailed == null ? List.of() : List.copyOf(jailed);
    }

    List<String> names() {
      return rollouts.stream().map(Removed::name).toList();
    }
  }

  /**
   * An accused object.
   *
   * @param definition key of its definition in the undo store; null if it was already gone and only
   *     its pods were left
   * @param uid of the object that was found; null with {@code definition}
   */
  record Removed(WorkloadReference workload, String definition, String uid) {
    Removed {
      Objects.requireNonNull(workload, "workload");
      if (definition != null) {
        Objects.requireNonNull(uid, "uid");
      }
    }

    String name() {
      return WorkloadNames.format(workload);
    }

    boolean wasGone() {
      return definition == null;
    }
  }

  /**
   * How far it is.
   *
   * @param createdAgain the object that a person was asked about, because someone created it again
   * @param movedAt when the nodes' share was last changed
   */
  record Progress(WorkloadReference createdAgain, Instant movedAt) {}
}
