package dev.halligan.recovery.action.culprit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.halligan.api.v1alpha1.WorkloadReference;
import dev.halligan.attribution.Culprit;
import dev.halligan.attribution.OtherClient;
import dev.halligan.attribution.OtherClient.Kind;
import dev.halligan.attribution.Ranking;
import java.util.List;
import org.junit.jupiter.api.Test;

class CulpritQuestionTest {
  private static final Culprit SHOP =
      new Culprit(new WorkloadReference("Deployment", "shop", "web"), 5, 8, List.of());
  private static final OtherClient CI =
      new OtherClient(Kind.USER, "ci@example.org", 90, 54, List.of());
  private static final OtherClient ADDRESS =
      new OtherClient(Kind.ADDRESS, "192.0.2.44", 98, 39, List.of());

  private static CulpritQuestion about(List<Culprit> suspects, OtherClient... others) {
    return CulpritQuestion.about(new Ranking(suspects, List.of(others)), 60);
  }

  @Test
  void namesWhoIsNoWorkloadWithItsShareAndWhatCanBeDone() {
    var question = about(List.of(SHOP), CI, ADDRESS);

    assertThat(question.text())
        .contains(
            "user ci@example.org, no workload known (90%); address 192.0.2.44, no workload known"
                + " (98%)",
            "Ask its owner to stop it", "Deployment shop/web makes 5%", "halligan.dev/culprit");
    assertThat(question.suspect()).as("an approval accuses nobody").isNull();
  }

  @Test
  void offersTheFirstSuspectWhoOutweighsTheOthers() {
    var question = about(List.of(new Culprit(SHOP.workload(), 60, 40, List.of())), CI);

    assertThat(question.text()).contains("the top suspect is Deployment shop/web with 40%");
    assertThat(question.suspect()).isEqualTo(SHOP.workload());
  }

  @Test
  void tellsHowToUndoTheLastChangeOfWhatIsNeverAccused() {
    var agent =
        new OtherClient(Kind.NEVER_ACCUSED, "DaemonSet kube-system/log-agent", 91, 92, List.of());

    assertThat(about(List.of(SHOP), agent).text())
        .contains(
            "DaemonSet kube-system/log-agent, which is never accused (91%)",
            "`kubectl rollout undo -n kube-system daemonset/log-agent`");
  }

  @Test
  void saysThatNobodyIsSuspected() {
    assertThat(about(List.of()).text()).startsWith("no workload is suspected. Name the culprit");
  }
}
