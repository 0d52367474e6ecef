package dev.halligan.control;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Route;
import java.util.Map;

/** Weights of Gateway API HTTPRoutes in the management cluster. */
public interface Traffic {

  /** Current weights by "rule/backend": what is needed to restore them. */
  Map<String, Integer> weights(Route route);

  /** Moves all weight from one backend to the other. */
  void redirect(Route route);

  /** Restores the weights; returns false and keeps them if a person changed them meanwhile. */
  boolean restore(Route route, Map<String, Integer> before);
}
