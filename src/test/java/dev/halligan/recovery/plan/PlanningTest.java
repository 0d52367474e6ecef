package dev.halligan.recovery.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ActionType;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanningTest {

  @Test
  void acceptsTheBuiltInPlaybook() {
    assertThat(Planning.plan(BuiltInPlaybook.NAME, BuiltInPlaybook.spec()))
        .isInstanceOf(Planning.Planned.class);
  }

  @Test
  void hashesWhatWillBeDone() {
    var steps = new ArrayList<>(BuiltInPlaybook.spec().steps());
    String before = Planning.hash(steps);
    assertThat(Planning.hash(List.copyOf(steps))).isEqualTo(before);
    steps.removeLast();
    assertThat(Planning.hash(steps)).isNotEqualTo(before).hasSize(16);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "READMIT ISOLATE | must come after Isolate",
        "ISOLATE | needs a later Readmit",
        "FREEZE_NODE_LIFECYCLE | needs a later Thaw",
        "REMOVE_ROLLOUT FIND_CULPRIT | must come after FindCulprit",
        "ISOLATE ISOLATE READMIT | appears twice",
        "RESTORE_WORKLOADS FIND_CULPRIT SCALE_DOWN_NOISY | needs a later RestoreWorkloads",
        "REDIRECT_TRAFFIC | needs a later RestoreWorkloads",
      })
  void saysWhatIsWrong(String actions, String message) {
    assertThat(Planning.plan("p", playbook(actions)))
        .isInstanceOfSatisfying(
            Planning.Refused.class,
            r -> assertThat(r.message()).contains(message).endsWith("Nothing was done."));
  }

  @Test
  void refusesAnActionOfALaterVersion() {
    var spec = new RecoveryPlaybookSpec(List.of(step("teleport", null)));
    assertThat(Planning.plan("p", spec))
        .isInstanceOfSatisfying(
            Planning.Refused.class,
            r ->
                assertThat(r.message())
                    .contains("step teleport", "does not know", "CollectEvidence"));
  }

  @Test
  void refusesAnEmptyPlaybook() {
    assertThat(Planning.plan("p", new RecoveryPlaybookSpec(null)))
        .isInstanceOfSatisfying(
            Planning.Refused.class, r -> assertThat(r.message()).contains("no steps"));
  }

  private static RecoveryPlaybookSpec playbook(String actions) {
    List<Step> steps = new ArrayList<>();
    Arrays.stream(actions.strip().split(" "))
        .forEach(a -> steps.add(step("s" + steps.size(), ActionType.valueOf(a))));
    return new RecoveryPlaybookSpec(steps);
  }

  private static Step step(String name, ActionType action) {
    return new Step(name, action, null, null, null, null, null, null, null, null, null);
  }
}
