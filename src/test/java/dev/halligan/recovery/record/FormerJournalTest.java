package dev.halligan.recovery.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.halligan.api.v1alpha1.RecoveryRequestStatus;
import dev.halligan.api.v1alpha1.RecoveryRequestStatus.Step;
import dev.halligan.control.ControlFailure;
import dev.halligan.recovery.record.StepJournal.Part;
import dev.halligan.testing.CaseFolder;
import dev.halligan.testing.CaseFolders;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What version 0.1 journaled, as today's journal. */
class FormerJournalTest {
  private static final CaseFolders CASES = CaseFolders.of(FormerJournalTest.class);

  @TestFactory
  Stream<DynamicNode> aFormerJournalBecomesTodays() {
    return CASES.tests(FormerJournalTest::check);
  }

  private static void check(CaseFolder folder) throws IOException {
    RecoveryRequestStatus found = FormerJournal.converted(former(folder));
    folder.expect("expected.yaml", Serialization.asYaml(found));
    assertThat(FormerJournal.converted(found)).as("nothing is converted twice").isEqualTo(found);
  }

  @Test
  void aStepThatCannotBeReadSaysSo() {
    Step step = FormerJournal.converted(former(CASES.folder("not-readable"))).steps().getFirst();
    assertThat(UndoSteps.mayHaveActed(step)).isTrue();
    assertThatExceptionOfType(ControlFailure.class)
        .isThrownBy(() -> StepJournal.read(step, Part.UNDO, Numbers.class))
        .withMessageContaining("the journal of step scale-down is not readable")
        .matches(e -> e.reason() == ControlFailure.Reason.INTERNAL);
  }

  private record Numbers(int replicas) {}

  private static RecoveryRequestStatus former(CaseFolder folder) {
    return Serialization.unmarshal(folder.text("former.yaml"), RecoveryRequestStatus.class);
  }
}
