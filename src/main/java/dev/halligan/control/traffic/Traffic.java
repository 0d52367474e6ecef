package dev.halligan.control.traffic;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Route;
import java.util.Map;

/** Weights of Gateway API HTTPRoutes in the management cluster. */
public interface Traffic {

  /** Weights now, by "rule/backend"; what it takes to put them back. */
  Map<String, Integer> weights(Route route);

  /** Moves all weight from one backend to the other. */
  void redirect(Route route);

  /** Puts the weights back unless a person changed them meanwhile; false when theirs stayed. */
  boolean restore(Route route, Map<String, Integer> before);
}
