package dev.halligan.recovery.cases;

import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a playbook differs from the built-in one.
 *
 * @param steps as in a RecoveryPlaybook; each replaces the built-in one of its name
 * @param without names of steps that it lacks
 * @param only names of the steps that it has, in their order
 */
public record PlaybookChanges(List<Step> steps, List<String> without, List<String> only) {

  RecoveryPlaybookSpec spec() {
    List<Step> found =
        BuiltInPlaybook.spec().steps().stream()
            .filter(s -> without == null || !without.contains(s.name()))
            .map(this::changed)
            .toList();
    return new RecoveryPlaybookSpec(only == null ? found : inOrder(found));
  }

  private Step changed(Step builtIn) {
    return steps == null
        ? builtIn
        : steps.stream().filter(s -> s.name().equals(builtIn.name())).findFirst().orElse(builtIn);
  }

  private List<Step> inOrder(List<Step> found) {
    Map<String, Step> byName =
        found.stream().collect(Collectors.toMap(Step::name, Function.identity()));
    return only.stream().map(byName::get).toList();
  }
}
