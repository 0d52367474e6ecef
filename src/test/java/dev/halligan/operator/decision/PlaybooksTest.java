package dev.halligan.operator.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.ObjectReference;
import dev.halligan.api.v1alpha1.ProtectedClusterSpec;
import dev.halligan.api.v1alpha1.Reasons;
import dev.halligan.api.v1alpha1.RecoveryPlaybook;
import dev.halligan.api.v1alpha1.RecoveryPlaybookSpec;
import dev.halligan.connection.ClusterKey;
import dev.halligan.recovery.plan.BuiltInPlaybook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaybooksTest {
  private static final ClusterKey EU_1 = new ClusterKey("halligan", "eu-1");

  private final Playbooks playbooks =
      new Playbooks(
          (_, name) ->
              Optional.ofNullable(
                  Map.of(
                          "good", playbook(BuiltInPlaybook.spec()),
                          "empty", playbook(new RecoveryPlaybookSpec(List.of())))
                      .get(name)));

  @Test
  void noneNamedIsTheBuiltInOne() {
    assertThat(playbooks.objection(EU_1, cluster(null))).isEmpty();
  }

  @Test
  void oneThatCanBePlannedIsFine() {
    assertThat(playbooks.objection(EU_1, cluster("good"))).isEmpty();
  }

  @Test
  void aMisspeltNameIsToldBeforeItIsNeeded() {
    assertThat(playbooks.objection(EU_1, cluster("defualt")))
        .hasValueSatisfying(
            f -> {
              assertThat(f.reason()).isEqualTo(Reasons.PLAYBOOK_NOT_FOUND);
              assertThat(f.message()).contains("defualt", "halligan", "Create it");
            });
  }

  @Test
  void oneThatCannotBePlannedIsToldToo() {
    assertThat(playbooks.objection(EU_1, cluster("empty")))
        .hasValueSatisfying(f -> assertThat(f.message()).contains("no steps"));
  }

  private static RecoveryPlaybook playbook(RecoveryPlaybookSpec spec) {
    var playbook = new RecoveryPlaybook();
    playbook.setSpec(spec);
    return playbook;
  }

  private static ProtectedClusterSpec cluster(String playbook) {
    return new ProtectedClusterSpec(
        null,
        null,
        null,
        null,
        null,
        null,
        playbook == null ? null : new ObjectReference(playbook),
        null,
        null,
        null);
  }
}
