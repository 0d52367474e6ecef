package dev.halligan.operator;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryPlaybook;
import dev.halligan.recovery.BuiltInPlaybook;
import dev.halligan.recovery.Planning;
import dev.halligan.target.ClusterKey;
import java.util.Optional;
import java.util.function.BiFunction;

/** The playbooks that people wrote, and the built-in one behind them. */
final class Playbooks {
  private final BiFunction<String, String, Optional<RecoveryPlaybook>> find;

  /** {@code find}: a playbook by namespace and name. */
  Playbooks(BiFunction<String, String, Optional<RecoveryPlaybook>> find) {
    this.find = find;
  }

  /** Plans the named playbook; {@code named} null is the built-in one. */
  Planning plan(String namespace, ObjectReference named) {
    if (named == null || named.name() == null) {
      return Planning.plan(BuiltInPlaybook.NAME, BuiltInPlaybook.spec());
    }
    return find.apply(namespace, named.name())
        .map(playbook -> Planning.plan(named.name(), playbook.getSpec()))
        .orElseGet(
            () ->
                new Planning.Refused(
                    Reasons.PLAYBOOK_NOT_FOUND,
                    "there is no RecoveryPlaybook %s in namespace %s. Nothing was done. Create it, or name none for the built-in one"
                        .formatted(named.name(), namespace)));
  }

  /** What is wrong with the cluster's own playbook, found out before it is needed. */
  Optional<Finding> objection(ClusterKey key, ProtectedClusterSpec spec) {
    return switch (plan(key.namespace(), spec.playbook())) {
      case Planning.Planned _ -> Optional.empty();
      case Planning.Refused(var reason, var message) -> Optional.of(Finding.no(reason, message));
    };
  }
}
