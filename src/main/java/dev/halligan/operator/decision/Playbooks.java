package dev.halligan.operator.decision;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryPlaybook;
import dev.halligan.connection.ClusterKey;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import dev.halligan.recovery.plan.Planning;
import dev.halligan.status.ConditionValue;
import java.util.Optional;
import java.util.function.BiFunction;

/** The RecoveryPlaybooks of the namespace, and the built-in playbook as the default. */
public final class Playbooks {
  private final BiFunction<String, String, Optional<RecoveryPlaybook>> find;

  /** {@code find}: a playbook by namespace and name. */
  public Playbooks(BiFunction<String, String, Optional<RecoveryPlaybook>> find) {
    this.find = find;
  }

  /** Plans the named playbook; {@code named} null means the built-in one. */
  public Planning plan(String namespace, ObjectReference named) {
    if (named == null || named.name() == null) {
      return Planning.plan(BuiltInPlaybook.NAME, BuiltInPlaybook.spec());
    }
    return find.apply(namespace, named.name())
        .map(playbook -> Planning.plan(named.name(), playbook.getSpec()))
        .orElseGet(
            () ->
                new Planning.Refused(
                    Reasons.PLAYBOOK_NOT_FOUND,
                    ("RecoveryPlaybook %s does not exist in namespace %s. Nothing was done. Create"
                            + " it, or remove the reference to use the built-in playbook")
                        .formatted(named.name(), namespace)));
  }

  /** What is wrong with the cluster's own playbook, reported before it is needed. */
  public Optional<ConditionValue> objection(ClusterKey key, ProtectedClusterSpec spec) {
    return switch (plan(key.namespace(), spec.playbook())) {
      case Planning.Planned _ -> Optional.empty();
      case Planning.Refused(var reason, var message) ->
          Optional.of(ConditionValue.no(reason, message));
    };
  }
}
